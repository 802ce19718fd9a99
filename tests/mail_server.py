"""A real SMTP server for tests, which answers as it is told to."""

from __future__ import annotations

import asyncio
import email
import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email import policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any, NamedTuple, cast

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session

Answer = Callable[[str, int], str]  # recipient, number of the try for this recipient → the server's line


class Transaction(NamedTuple):
    """What stood on the envelope of a message that was taken."""

    sender: str
    recipients: list[str]


class MailServer:
    """What it received, and how it answers: `to_recipient` after RCPT TO, `to_message` after the final dot, and so on.

    Answers of its own: "drop" closes the line without a word, "stall" says nothing for a long time.
    """

    def __init__(self) -> None:
        self.port = _free_port()
        self.received: list[EmailMessage] = []  # also those that were refused after the final dot
        self.accepted: list[EmailMessage] = []
        self.transactions: list[Transaction] = []  # of those that were accepted
        self.raw: list[bytes] = []  # the same, octet by octet
        self.connections: set[Any] = set()
        self.encrypted: list[bool] = []  # whether each connection was, when its first message came
        self.signed_in: list[str] = []
        self.greeted_by: list[str] = []
        self.at_greeting: Answer = lambda _peer, _number: "220 mail.example ESMTP"
        self.to_hello: Answer = lambda _name, _number: "250 HELP"
        self.to_sender: Answer = lambda _sender, _number: "250 OK"
        self.to_recipient: Answer = lambda _recipient, _number: "250 OK"
        self.to_data: Answer = lambda _recipient, _number: "354 go on"
        self.within_message: Answer = lambda _recipient, _number: "go on"
        self.to_message: Answer = lambda _recipient, _number: "250 OK queued as 4F2"
        self.to_quit: Answer = lambda _peer, _number: "221 Bye"
        self._tries: dict[tuple[str, str], int] = {}

    async def handle_EHLO(  # noqa: N802 - the server's own names
        self, server: SMTP, session: Session, _envelope: Envelope, name: str, lines: list[str]
    ) -> list[str]:
        """EHLO."""
        session.host_name = name
        self.greeted_by.append(name)
        words = await self.answer(server, "hello", self.to_hello, "")
        return [*lines[:-1], words] if words.startswith("250") else [words]

    async def handle_MAIL(  # noqa: N802
        self, server: SMTP, _session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """MAIL FROM."""
        words = await self.answer(server, "sender", self.to_sender, address)
        if words.startswith("250"):
            envelope.mail_from = address
            envelope.mail_options.extend(options)
        return words

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        """RCPT TO."""
        if session.peer not in self.connections:
            self.connections.add(session.peer)
            line = server.transport
            self.encrypted.append(line is not None and line.get_extra_info("ssl_object") is not None)
        words = await self.answer(server, "recipient", self.to_recipient, address)
        if words.startswith("250"):
            envelope.rcpt_tos.append(address)
        return words

    async def handle_DATA(self, server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        """The message, after the final dot."""
        content = envelope.content if isinstance(envelope.content, bytes) else str(envelope.content).encode()
        message = cast(EmailMessage, email.message_from_bytes(content, policy=policy.default))
        self.received.append(message)
        words = await self.answer(server, "message", self.to_message, envelope.rcpt_tos[0])
        if words.startswith("250"):
            self._take(message, content, envelope)
        return words

    async def handle_QUIT(self, server: SMTP, _session: Session, _envelope: Envelope) -> str:  # noqa: N802
        """QUIT."""
        return await self.answer(server, "quit", self.to_quit, "")

    async def answer(self, server: SMTP, step: str, how: Answer, about: str) -> str:
        """What to say at a step of the conversation; the line is closed where nothing is to be said."""
        number = self._tries[step, about] = self._tries.get((step, about), 0) + 1
        words = how(about, number)
        try:
            if words == "stall":
                await asyncio.sleep(30)  # unless the server is stopped
        finally:
            if words in {"drop", "stall"} and server.transport is not None:
                server.transport.abort()
        return words

    def _take(self, message: EmailMessage, content: bytes, envelope: Envelope) -> None:
        self.raw.append(content)
        self.transactions.append(Transaction(str(envelope.mail_from), [str(to) for to in envelope.rcpt_tos]))
        self.accepted.append(message)  # last: whoever waits for it finds the rest


class _Scripted(SMTP):
    """The library's server, which asks the script also where it has no hook: at the greeting and at DATA."""

    event_handler: MailServer

    async def _handle_client(self) -> None:
        words = await self.event_handler.answer(self, "greeting", self.event_handler.at_greeting, "")
        if words.startswith("220"):
            await super()._handle_client()
            return
        await self.push(words)
        if self.transport is not None:
            self.transport.close()

    async def smtp_DATA(self, arg: str) -> None:  # noqa: N802
        """DATA."""
        script, about = self.event_handler, str(self.envelope.rcpt_tos[0]) if self.envelope else ""
        words = await script.answer(self, "data", script.to_data, about)
        if not words.startswith("354"):
            await self.push(words)
            return
        within = script.within_message(about, 1)
        if within == "go on":
            await super().smtp_DATA(arg)
            return
        await self.push(words)
        await self._reader.readuntil(b"\r\n")
        await script.answer(self, "within", script.within_message, about)


class _Controller(Controller):
    def factory(self) -> SMTP:
        return _Scripted(self.handler, **self.SMTP_kwargs)


@contextmanager
def mail_server(
    *,
    password: str | None = None,
    certificate: Path | None = None,
    encrypted_at_once: bool = False,
) -> Iterator[MailServer]:
    """A server on a free port of this machine, while the block runs.

    With a password it asks for a sign-in as "events"; with a certificate it offers STARTTLS, or speaks TLS at once.
    """
    handler = MailServer()
    options: dict[str, Any] = {}
    if password is not None:

        def check(_server: SMTP, _session: Session, _envelope: Envelope, _way: str, given: Any) -> AuthResult:
            right = (given.login, given.password) == (b"events", password.encode())
            handler.signed_in += ["events"] * right
            return AuthResult(success=right, handled=False)

        options = {"authenticator": check, "auth_required": True, "auth_require_tls": certificate is not None}
    if certificate is not None:
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(certificate)
        options |= {"ssl_context": context} if encrypted_at_once else {"tls_context": context}
        options["auth_require_tls"] = options.get("auth_require_tls", False) and not encrypted_at_once
    controller = _Controller(handler, hostname="127.0.0.1", port=handler.port, **options)
    controller.start()
    try:
        yield handler
    finally:
        controller.stop()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
