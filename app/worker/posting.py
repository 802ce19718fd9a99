"""Handing letters over: to the mail server through Flask-Mail, or into the development mailbox.

One connection serves a run of letters. Flask-Mail's own knows neither time-outs nor certificates: a server that stalls would
stop the worker for ever, and any certificate would do.
"""

from __future__ import annotations

import smtplib
import ssl
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from flask import Flask
from flask_mail import Connection, Message

from app.lib.clock import now
from app.services import mailbox
from app.services.delivery import Post
from app.services.mail_answers import MailServerUnreachable
from app.services.outgoing import OutgoingMessage

_SHORTEST = 0.1  # seconds
_PATIENCE_AT_GOOD_BYE = 5.0


class _Punctual:
    """A conversation that ends in time: each answer is waited for only until `finish_at` (by the monotonic clock)."""

    sock: Any

    def __init__(self, mail: Any, finish_at: float, name: str, **options: Any) -> None:
        self.finish_at = finish_at
        self.last_words = ""
        super().__init__(mail.server, mail.port, name, timeout=self._left(), **options)  # type: ignore[call-arg]

    def getreply(self) -> tuple[int, bytes]:
        """The server's next answer."""
        if self.sock is not None:
            self.sock.settimeout(self._left())
        code, text = super().getreply()  # type: ignore[misc]
        self.last_words = f"{code} {text.decode('utf-8', 'replace')}"
        return code, text

    def _left(self) -> float:
        return max(self.finish_at - time.monotonic(), _SHORTEST)


class _PunctualSMTP(_Punctual, smtplib.SMTP):
    """SMTP, with STARTTLS where it is wanted."""


class _PunctualSMTPS(_Punctual, smtplib.SMTP_SSL):
    """SMTP inside TLS from the first byte."""


class _PunctualConnection(Connection):
    """Flask-Mail's connection, with time-outs and with the server's certificate checked."""

    host: Any

    def __init__(self, mail: Any, finish_at: float, name: str) -> None:
        super().__init__(mail)
        self._finish_at, self._name = finish_at, name

    def configure_host(self) -> smtplib.SMTP:
        """Connect and sign in."""
        context = ssl.create_default_context()
        host: _PunctualSMTP | _PunctualSMTPS = (
            _PunctualSMTPS(self.mail, self._finish_at, self._name, context=context)
            if self.mail.use_ssl
            else _PunctualSMTP(self.mail, self._finish_at, self._name)
        )
        try:
            if self.mail.use_tls:
                host.starttls(context=context)
            host.ehlo_or_helo_if_needed()
            if self.mail.username and self.mail.password:
                host.login(self.mail.username, self.mail.password)
        except Exception:
            host.close()
            raise
        return host


class _Letter(Message):
    """A message for Flask-Mail's connection whose bytes are made already."""

    def __init__(self, outgoing: OutgoingMessage) -> None:
        super().__init__(recipients=[outgoing.recipient], sender=outgoing.return_path)
        self._bytes = outgoing.content

    def as_bytes(self) -> bytes:
        """The message as it goes over the wire."""
        return self._bytes


class Postman:
    """Takes letters to the mail server over one connection, and opens a new one where that breaks."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        # Said at EHLO: many servers refuse the name that a container gives itself.
        self._name = urlsplit(app.extensions["config"].base_url).hostname or "localhost"
        self._connection: _PunctualConnection | None = None

    def __call__(self, outgoing: OutgoingMessage) -> str:
        """Send one letter; returns what the server said.

        Raises:
            MailServerUnreachable: there is no connection to be had.
            OSError: whatever smtplib or the network says.
        """
        finish_at = time.monotonic() + (outgoing.finish_by - now()).total_seconds()
        connection = self._connected(finish_at)
        connection.host.finish_at = finish_at
        try:
            connection.send(_Letter(outgoing))
        except smtplib.SMTPDataError:
            with suppress(OSError):  # smtplib leaves the transaction open where DATA itself is refused
                connection.host.rset()
            raise
        return str(connection.host.last_words)

    def close(self) -> None:
        """Say good-bye; a server that does not answer any more is no matter."""
        if self._connection is not None and self._connection.host is not None:
            self._connection.host.finish_at = time.monotonic() + _PATIENCE_AT_GOOD_BYE
            with suppress(OSError):
                self._connection.host.quit()
        self._connection = None

    def _connected(self, finish_at: float) -> _PunctualConnection:
        if self._connection is not None and self._connection.host.sock is not None:
            return self._connection
        connection = _PunctualConnection(self._app.extensions["mail"], finish_at, self._name)
        try:
            connection.__enter__()
        except (OSError, ValueError) as error:
            raise MailServerUnreachable from error
        self._connection = connection
        return connection


@contextmanager
def post_office(app: Flask) -> Iterator[Post]:
    """Where a run of letters is handed in: the mail server, or the development mailbox while none is set."""
    config = app.extensions["config"]
    if not config.mail_server:
        yield _into(config.mailbox_path)
        return
    postman = Postman(app)
    try:
        yield postman
    finally:
        postman.close()


def _into(path: Path) -> Callable[[OutgoingMessage], str]:
    return lambda outgoing: mailbox.put(path, outgoing.content)
