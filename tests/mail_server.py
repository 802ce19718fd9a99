"""A real SMTP server for tests, which answers as it is told to."""

from __future__ import annotations

import asyncio
import email
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email import policy
from email.message import EmailMessage
from typing import Any, cast

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session

Answer = Callable[[str, int], str]  # recipient, number of the try for this recipient → the server's line


class MailServer:
    """What it received, and how it answers: `to_recipient` after RCPT TO, `to_message` after the final dot.

    Answers of its own: "drop" closes the line without a word, "stall" says nothing for a long time.
    """

    def __init__(self) -> None:
        self.port = _free_port()
        self.received: list[EmailMessage] = []  # also those that were refused after the final dot
        self.accepted: list[EmailMessage] = []
        self.connections: set[Any] = set()
        self.to_recipient: Answer = lambda _recipient, _number: "250 OK"
        self.to_message: Answer = lambda _recipient, _number: "250 OK queued as 4F2"
        self._tries: dict[tuple[str, str], int] = {}

    async def handle_RCPT(  # noqa: N802 - the server's own names
        self, server: SMTP, session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        """RCPT TO."""
        self.connections.add(session.peer)
        answer = await self._answer(server, self.to_recipient(address, self._try("rcpt", address)))
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        """The message, after the final dot."""
        content = envelope.content if isinstance(envelope.content, bytes) else str(envelope.content).encode()
        message = cast(EmailMessage, email.message_from_bytes(content, policy=policy.default))
        self.received.append(message)
        address = envelope.rcpt_tos[0]
        answer = await self._answer(server, self.to_message(address, self._try("data", address)))
        if answer.startswith("250"):
            self.accepted.append(message)
        return answer

    def _try(self, step: str, address: str) -> int:
        self._tries[step, address] = self._tries.get((step, address), 0) + 1
        return self._tries[step, address]

    async def _answer(self, server: SMTP, words: str) -> str:
        if words == "stall":
            await asyncio.sleep(30)
        if words in {"drop", "stall"} and server.transport is not None:
            server.transport.abort()
        return words


@contextmanager
def mail_server(*, refuse_sign_in: bool = False) -> Iterator[MailServer]:
    """A server on a free port of this machine, while the block runs."""
    handler = MailServer()
    options: dict[str, Any] = {}
    if refuse_sign_in:
        options = {
            "authenticator": lambda *_: AuthResult(success=False, handled=False),
            "auth_required": True,
            "auth_require_tls": False,
        }
    controller = Controller(handler, hostname="127.0.0.1", port=handler.port, **options)
    controller.start()
    try:
        yield handler
    finally:
        controller.stop()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
