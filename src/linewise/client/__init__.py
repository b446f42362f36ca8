"""A Linewise server from Python: the words, arguments and answers of the workbench, over the JSON API.

    from linewise.client import Client

    with Client("http://127.0.0.1:8377", token) as client:
        page = client.project("happy moments").coding.units(search="dog")

Errors are those of `linewise.core.errors`, raised here as they would be there.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from linewise.client.remote import Client, RemoteProject

__all__ = ["Client", "RemoteProject"]


def __getattr__(name: str) -> Any:
    # Imported at first use: the command line converts with `wire` and needs no HTTP for it.
    if name not in __all__:
        raise AttributeError(f"module 'linewise.client' has no attribute {name!r}")
    from linewise.client import remote

    return getattr(remote, name)
