"""Where a model named by a person is: a folder on this machine, or a name on the Hugging Face hub."""

import re
from pathlib import Path

from linewise.core.errors import BadInput, NotFound, NotReady
from linewise.encoders.folder import KEPT

NAME = re.compile(r"[A-Za-z0-9][\w.-]*(/[A-Za-z0-9][\w.-]*)?")
REMEDY = "Connect to the internet and try again, or download the model elsewhere and name its folder."


def place_of(place: str | Path) -> Path:
    """The folder of a model: the one named, or the hub's files in the hub's own cache, fetched when they are not there.

    Raises BadInput for what can be neither, NotFound for a model that the hub does not have, and NotReady when the
    hub cannot be reached.
    """
    folder = Path(place).expanduser()
    if folder.is_dir():
        return folder.resolve()
    name = str(place)
    if folder.is_absolute() or not NAME.fullmatch(name):
        raise NotFound(f"There is no folder {name}.", remedy="Check its path, or name a model on the Hugging Face hub.")
    return _fetched(name)


def _fetched(name: str) -> Path:
    try:
        from huggingface_hub import snapshot_download
        from huggingface_hub.errors import HfHubHTTPError, HFValidationError, LocalEntryNotFoundError
    except ImportError as error:
        raise NotReady(
            "Models of the Hugging Face hub need the package huggingface_hub.",
            remedy='Install the extra: pip install "linewise[torch]".',
        ) from error
    wanted, unwanted = list(KEPT), ["onnx/*", "openvino/*"]
    for here in (True, False):
        try:
            found = snapshot_download(name, allow_patterns=wanted, ignore_patterns=unwanted, local_files_only=here)
            # Another program may have fetched a part of it only.
            if not here or any(Path(found).rglob("*.safetensors")):
                return Path(found)
        except HFValidationError as error:
            raise BadInput(f"{name} is no name of a model.", remedy="It looks like owner/model.") from error
        except LocalEntryNotFoundError as error:
            if not here:
                raise NotReady(f"The hub cannot be reached to fetch {name}.", remedy=REMEDY) from error
        except HfHubHTTPError as error:
            if error.response is not None and error.response.status_code in (401, 403, 404):
                raise NotFound(
                    f"The hub has no model {name}, or it is not open to everybody.", remedy="Check its name."
                ) from error
            raise NotReady(f"The hub cannot be reached to fetch {name}.", remedy=REMEDY) from error
        except OSError as error:
            raise NotReady(f"{name} cannot be fetched: {error}", remedy=REMEDY) from error
    raise NotReady(f"The hub cannot be reached to fetch {name}.", remedy=REMEDY)
