"""What belongs to a person's installation, not to a workspace: its folder, and the secret that signs sessions."""

import os
import secrets
import sys
from pathlib import Path

SECRET_BYTES = 32


def home() -> Path:
    """The folder for what Linewise keeps for a person: LINEWISE_HOME, else where the system keeps such data."""
    chosen = os.environ.get("LINEWISE_HOME")
    if chosen:
        return Path(chosen)
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local") / "linewise"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "linewise"
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "linewise"


def secret() -> bytes:
    """The secret that signs sessions, made at first use and readable by its owner only.

    Kept, so that a browser stays signed in when the server starts again. Where it cannot be kept, it is a new one
    each time.
    """
    path = home() / "session-secret"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            kept = path.read_bytes()
            return kept if len(kept) == SECRET_BYTES else secrets.token_bytes(SECRET_BYTES)
        made = secrets.token_bytes(SECRET_BYTES)
        with os.fdopen(descriptor, "wb") as file:
            file.write(made)
        return made
    except OSError:
        return secrets.token_bytes(SECRET_BYTES)
