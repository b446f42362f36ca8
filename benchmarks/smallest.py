"""The smallest FastAPI application that pages through texts and saves notes: `python -m benchmarks.smallest FILE`."""

import socket
import sqlite3
import sys
import threading

import uvicorn
from fastapi import FastAPI
from pydantic import BaseModel


class Note(BaseModel):
    text: str


def application(file: str) -> FastAPI:
    """Two routes over the file that `yardsticks.Plain` made."""
    app, lock = FastAPI(), threading.Lock()
    connection = sqlite3.connect(file, isolation_level=None, check_same_thread=False)
    connection.execute("PRAGMA synchronous=FULL")

    @app.get("/units")
    def units(after: int) -> list[tuple[int, str]]:
        with lock:
            return connection.execute(
                "SELECT id, text FROM unit WHERE id > ? ORDER BY id LIMIT 50", (after,)
            ).fetchall()

    @app.put("/units/{unit}/note")
    def save(unit: int, note: Note) -> Note:
        with lock:
            connection.execute("INSERT INTO note (unit, text) VALUES (?, ?)", (unit, note.text))
        return note

    return app


if __name__ == "__main__":
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listening.bind(("127.0.0.1", 0))
    print(listening.getsockname()[1], flush=True)
    server = uvicorn.Server(uvicorn.Config(application(sys.argv[1]), log_level="warning", access_log=False))
    server.run(sockets=[listening])
