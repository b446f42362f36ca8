"""Who may come in: one token, good once in a link and always as a bearer; then a signed session cookie."""

import hmac
import secrets
import threading
import time
from collections.abc import Callable

COOKIE = "linewise_session"
DAYS = 30


class Door:
    """Checks tokens and sessions in constant time.

    `secret` signs the sessions: with the same secret after a restart, an open browser stays signed in.
    """

    def __init__(self, token: str, *, secret: bytes | None = None, clock: Callable[[], float] = time.time) -> None:
        self._token = token.encode()
        self._secret = secret or secrets.token_bytes(32)
        self._clock = clock
        self._fresh = True
        self._lock = threading.Lock()

    def knows(self, token: str) -> bool:
        """Whether this is the token."""
        return hmac.compare_digest(token.encode("utf-8", "replace"), self._token)

    def opens(self, token: str) -> bool:
        """Whether a link with this token lets its bearer in: the right token, the first time."""
        with self._lock:
            if not (self._fresh and self.knows(token)):
                return False
            self._fresh = False
            return True

    def session(self) -> str:
        """A new session: until when it holds, and the signature over that."""
        until = str(int(self._clock()) + DAYS * 86_400)
        return f"{until}.{self._sign(until)}"

    def admits(self, session: str) -> bool:
        """Whether the session is one of ours and still holds."""
        until, _, signature = session.partition(".")
        genuine = hmac.compare_digest(signature.encode("utf-8", "replace"), self._sign(until).encode())
        return genuine and until.isdecimal() and int(until) > self._clock()

    def cookie(self, *, secure: bool) -> str:
        """The Set-Cookie line of a new session."""
        flags = "; Secure" if secure else ""
        return f"{COOKIE}={self.session()}; Path=/; Max-Age={DAYS * 86_400}; HttpOnly; SameSite=Strict{flags}"

    def _sign(self, until: str) -> str:
        return hmac.new(self._secret, until.encode("utf-8", "replace"), "sha256").hexdigest()
