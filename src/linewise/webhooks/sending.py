"""Sending one message: to an address that was judged, without redirects, within a time."""

import re
import threading
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import SplitResult

from linewise.core.errors import BadInput
from linewise.webhooks.addresses import PORTS, Address, checked, resolved
from linewise.webhooks.signing import headers

CONNECT, SILENCE, WHOLE = 5.0, 10.0, 20.0
MOST_ADDRESSES = 3
LONGEST_PAUSE = 24 * 3600
# What Python puts before the system's own words.
_NUMBERS = re.compile(r"\[Errno -?\d+\]")
GONE = 410


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: an HTTP status, or in words why there is none; `after` are seconds that it asked to wait."""

    status: int | None
    error: str = ""
    after: int = 0

    @property
    def ok(self) -> bool:
        return self.status is not None and 200 <= self.status < 300


def send(url: str, secret: str, *, id: str, body: str, private: bool) -> Answer:
    """Post a signed message and say what was answered; nothing that the other side does raises an error here.

    The answer's body is not read. A redirect is an answer like any other but 2xx: the message goes nowhere else.
    """
    try:
        parts = checked(url)
        addresses = resolved(parts, private=private)
    except BadInput as error:
        return Answer(None, error.message)
    except OSError:
        return Answer(None, "The host's name is not known.")
    answer = Answer(None, "Nobody answers.")
    for address in addresses[:MOST_ADDRESSES]:
        answer, reached = _posted(parts, address, secret, id, body)
        if reached:
            break
    return answer


def _posted(parts: SplitResult, address: Address, secret: str, id: str, body: str) -> tuple[Answer, bool]:
    """One attempt at one address, and whether anybody was there."""
    import httpx2

    port = f":{parts.port}" if parts.port and parts.port != PORTS[parts.scheme] else ""
    at = f"[{address}]" if address.version == 6 else str(address)
    name = parts.hostname or ""
    name = name if name.isascii() else name.encode("idna").decode()
    sent = {
        **headers(secret, id, int(time.time()), body),
        "content-type": "application/json",
        "host": (f"[{name}]" if ":" in name else name) + port,
        "user-agent": "linewise",
        "accept-encoding": "identity",
    }
    target = parts._replace(netloc=at + port).geturl()
    # Certificates are asked for by the name, not by the address that it was found at.
    named = {"sni_hostname": name}
    client = httpx2.Client(trust_env=False, follow_redirects=False, timeout=httpx2.Timeout(SILENCE, connect=CONNECT))
    # A peer that sends a byte every few seconds never falls silent.
    watch = threading.Timer(WHOLE, client.close)
    watch.daemon = True
    watch.start()
    try:
        with client.stream("POST", target, content=body.encode(), headers=sent, extensions=named) as response:
            return Answer(response.status_code, _words(response.status_code), _after(response.headers)), True
    except (httpx2.ConnectError, httpx2.ConnectTimeout) as error:
        return Answer(None, f"No connection to {at}{port}: {_plain(error) or 'it took too long'}."), False
    except (httpx2.HTTPError, httpx2.InvalidURL, RuntimeError, ValueError, OSError) as error:
        return Answer(None, f"The answer did not come or made no sense: {_plain(error) or type(error).__name__}."), True
    finally:
        watch.cancel()
        with suppress(Exception):
            client.close()


def _plain(error: Exception) -> str:
    return _NUMBERS.sub("", str(error)).strip()[:300]


def _words(status: int) -> str:
    if 200 <= status < 300:
        return ""
    if 300 <= status < 400:
        return f"It answered {status}, a redirect; give the address that it leads to."
    return f"It answered {status}."


def _after(given: Mapping[str, str]) -> int:
    value = given.get("retry-after", "")
    return min(int(value), LONGEST_PAUSE) if value.isascii() and value.isdecimal() and len(value) < 10 else 0
