"""A receiver as somebody else would write it: it checks signatures with the specification's own library."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from standardwebhooks import Webhook

PATIENCE = 20


@dataclass
class Receiver:
    """Where it listens; the answers it is to give next (status and headers), and what it received and could verify."""

    url: str = ""
    secret: str = ""
    answers: list[tuple[int, dict[str, str]]] = field(default_factory=list)
    tried: list[str] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    received: list[dict[str, Any]] = field(default_factory=list)
    heard: threading.Condition = field(default_factory=threading.Condition)

    def wait(self, many: int) -> list[dict[str, Any]]:
        """What it took, once there are so many."""
        with self.heard:
            assert self.heard.wait_for(lambda: len(self.received) >= many, PATIENCE), self.received
            return list(self.received)


@contextmanager
def receiving() -> Iterator[Receiver]:
    """A receiver that really listens, for as long as the block lasts."""
    known = Receiver()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"])).decode()
            sent = {name.lower(): value for name, value in self.headers.items()}
            status, extra = known.answers.pop(0) if known.answers else (204, {})
            with known.heard:
                known.tried.append(sent["webhook-id"])
                known.headers.append(sent)
                if status < 300:
                    known.received.append(
                        Webhook(known.secret).verify(body, sent) if known.secret else json.loads(body)
                    )
                known.heard.notify_all()
            self.send_response(status)
            for name, value in extra.items():
                self.send_header(name, value)
            self.send_header("content-length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    known.url = f"http://127.0.0.1:{server.server_address[1]}/linewise"
    try:
        yield known
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
