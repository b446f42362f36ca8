"""Where a message may go: only to HTTP, and not into the sender's own network unless its owner said so.

A name is looked up once, the address is judged, and the very address that was judged is the one connected to; looking
it up again would let it point elsewhere (DNS rebinding).
"""

import ipaddress
import socket
from urllib.parse import SplitResult, urlsplit

from linewise.core.errors import BadInput

LONGEST = 2_000
NAT64 = ipaddress.ip_network("64:ff9b::/96")
PORTS = {"http": 80, "https": 443}

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


def checked(url: str) -> SplitResult:
    """The parts of a URL that a hook may have; BadInput says what is wrong with another."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise _refused("It is no URL.") from None
    if len(url) > LONGEST or any(character.isspace() or not character.isprintable() for character in url):
        raise _refused("It is too long, or holds spaces.")
    if parts.scheme not in PORTS:
        raise _refused("It does not begin with https:// or http://.")
    if not parts.hostname or port == 0:
        raise _refused("It names no host.")
    if parts.username is not None or parts.password is not None:
        raise _refused("It holds a name or password; messages are signed instead.")
    if parts.fragment:
        raise _refused("What stands after # is never sent.")
    return parts


def resolved(parts: SplitResult, *, private: bool) -> list[Address]:
    """The addresses of a URL's host to which a message may go; BadInput when there is none.

    Raises OSError when nobody knows the name.
    """
    host = parts.hostname or ""
    try:
        found = socket.getaddrinfo(host, parts.port or PORTS[parts.scheme], type=socket.SOCK_STREAM)
    except UnicodeError:
        raise _refused("It names no host.") from None
    every = list(dict.fromkeys(ipaddress.ip_address(str(entry[4][0]).partition("%")[0]) for entry in found))
    allowed = [one for one in every if may(one, private=private)]
    if not allowed:
        raise BadInput(
            "The host lies on this machine or in the network around it.",
            remedy="If that is meant, say so: with --allow-private, or the box below the address in Settings.",
        )
    return allowed


def may(address: Address, *, private: bool) -> bool:
    """Whether a message may go to this address.

    Link-local addresses (where clouds keep their metadata), multicast and reserved ones never; loopback and private
    networks only where a hook is `private`.
    """
    inner = _inner(address)
    if inner is not None:
        return may(inner, private=private)
    if address.is_multicast or address.is_link_local or address.is_unspecified:
        return False
    if address.is_loopback:
        return private
    if address.is_reserved:
        return False
    return address.is_global or (private and address.is_private)


def _inner(address: Address) -> Address | None:
    """The IPv4 address inside an IPv6 one that only wraps it."""
    if isinstance(address, ipaddress.IPv4Address):
        return None
    if address in NAT64:
        return ipaddress.IPv4Address(address.packed[-4:])
    return address.ipv4_mapped or address.sixtofour or (address.teredo[1] if address.teredo else None)


def _refused(why: str) -> BadInput:
    return BadInput(
        f"This address cannot be a hook. {why}", remedy="Give an address such as https://example.org/linewise."
    )
