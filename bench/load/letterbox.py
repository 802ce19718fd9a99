"""A mail server of this machine that takes everything and notes for whom it was."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session


class Letterbox:
    """Who was written to, once for each message."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.recipients: list[str] = []

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        """A message, after the final dot."""
        self.recipients += map(str, envelope.rcpt_tos)
        return "250 OK"


@contextmanager
def letterbox() -> Iterator[Letterbox]:
    """It is open while the block runs."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        opened = Letterbox(int(probe.getsockname()[1]))
    controller = Controller(opened, hostname="127.0.0.1", port=opened.port)
    controller.start()
    try:
        yield opened
    finally:
        controller.stop()
