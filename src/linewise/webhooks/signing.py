"""Signatures after the Standard Webhooks specification (standardwebhooks.com), version v1: HMAC with SHA-256."""

import base64
import hashlib
import hmac
import secrets
from collections.abc import Mapping

PREFIX = "whsec_"
BYTES = 32


def new_secret() -> str:
    """A secret of 32 random bytes, in base64 after its prefix."""
    return PREFIX + base64.b64encode(secrets.token_bytes(BYTES)).decode()


def signature(secret: str, id: str, timestamp: int, body: str) -> str:
    """What stands in `webhook-signature`: over id, timestamp (seconds since 1970) and body, joined by dots."""
    key = base64.b64decode(secret.removeprefix(PREFIX))
    signed = hmac.new(key, f"{id}.{timestamp}.{body}".encode(), hashlib.sha256).digest()
    return "v1," + base64.b64encode(signed).decode()


def headers(secret: str, id: str, timestamp: int, body: str) -> Mapping[str, str]:
    """The three headers by which a receiver knows a message, and knows it from a forged or replayed one."""
    return {
        "webhook-id": id,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": signature(secret, id, timestamp, body),
    }
