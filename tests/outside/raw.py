"""Bytes sent to a server as they are, and what it answers: no library stands between that would put anything right."""

from __future__ import annotations

import socket
from dataclasses import dataclass

from tests.outside.running import Running

PATIENCE = 5  # seconds for the whole answer
TRACES = (b"Traceback", b"werkzeug", b"sqlalchemy", b"psycopg", b"sqlite3", b'.py"', b"Error:</title>")


@dataclass(frozen=True)
class Said:
    """An answer: its status (0: the connection was closed without one) and all its bytes."""

    status: int
    content: bytes

    @property
    def is_calm(self) -> bool:
        """Neither a fault of ours nor anything of our inside; 503 is what /readyz says without a worker."""
        return self.status < 500 and not any(trace in self.content for trace in TRACES)


def said(running: Running, content: bytes) -> Said:
    """What the server answers. The sending side is closed then, so that nobody waits for more.

    Raises:
        TimeoutError: it did not answer, or did not end its answer, in time.
    """
    with socket.create_connection(("127.0.0.1", running.port), PATIENCE) as line:
        got = b""
        try:
            line.sendall(content)
            line.shutdown(socket.SHUT_WR)
            while piece := line.recv(1 << 16):
                got += piece
        except TimeoutError:
            raise
        except OSError:
            pass  # it has heard enough, and has closed the connection
    head = got.split(b"\r\n", 1)[0].split()
    return Said(int(head[1]) if len(head) > 1 and head[0].startswith(b"HTTP/") else 0, got)


def request(running: Running, method: bytes, path: bytes, body: bytes | None = None, *headers: bytes) -> Said:
    """What a request gets whose lines are put together as they come."""
    lines = [
        method + b" " + path + b" HTTP/1.1",
        b"Host: " + running.host.encode(),
        b"Connection: close",
        *headers,
    ]
    if body is not None:
        lines.append(b"Content-Length: %d" % len(body))
    return said(running, b"\r\n".join(lines) + b"\r\n\r\n" + (body or b""))
