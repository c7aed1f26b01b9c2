"""A webhook and a mail server of this machine, as small as the protocols allow."""

from __future__ import annotations

import json
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from mesoregistry.settings import LOOPBACK


@dataclass
class Received:
    """Where it listens, and what came; ``status`` is what a webhook answers."""

    port: int = 0
    status: int = 200
    bodies: list[Any] = field(default_factory=list)


@contextmanager
def webhook() -> Iterator[Received]:
    received = Received()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            if received.status == 200:
                received.bodies.append(json.loads(body))
            self.send_response(received.status)
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            """No line in the output of the tests."""

    with _serving(ThreadingHTTPServer((LOOPBACK, 0), Handler), received):
        yield received


@contextmanager
def mail_server() -> Iterator[Received]:
    received = Received()

    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            self._answer("220 here")
            for line in self.rfile:
                command = line.decode().strip().upper()
                if command == "DATA":
                    self._answer("354 go on")
                    received.bodies.append(self._body())
                self._answer("221 bye" if command == "QUIT" else "250 done")
                if command == "QUIT":
                    return

        def _body(self) -> bytes:
            lines = []
            for line in self.rfile:
                if line == b".\r\n":
                    break
                lines.append(line)
            return b"".join(lines)

        def _answer(self, text: str) -> None:
            self.wfile.write(f"{text}\r\n".encode())

    with _serving(socketserver.ThreadingTCPServer((LOOPBACK, 0), Handler), received):
        yield received


@contextmanager
def _serving(server: socketserver.TCPServer, received: Received) -> Iterator[None]:
    received.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
