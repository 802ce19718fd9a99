"""Somebody outside with a browser without JavaScript, over a real connection. Its pages are those of tests/pages.py.

`Outsider(running)` opens pages, follows redirects, keeps cookies; nothing is checked about what comes back, except that it comes
within five seconds. `signing_in.sign_in(outsider, user)` signs it in, because it has the `session_transaction` of a test client.
"""

from __future__ import annotations

import gzip
import http.client
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlencode, urljoin, urlsplit

from flask import Flask
from werkzeug.datastructures import MultiDict
from werkzeug.test import stream_encode_multipart

from tests.outside.running import Running
from tests.pages import Page

PATIENCE = 5  # seconds
FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True)
class Answer:
    """What came back; it can be read as the response of a test client."""

    path: str
    status_code: int
    headers: http.client.HTTPMessage
    data: bytes = field(repr=False)

    @property
    def text(self) -> str:
        return self.data.decode("utf-8", "replace")

    @property
    def location(self) -> str:
        return self.headers.get("Location", "")

    @property
    def request(self) -> Any:
        parts = urlsplit(self.path)
        return SimpleNamespace(full_path=f"{parts.path}?{parts.query}", path=parts.path)

    def get_data(self, as_text: bool = False) -> str | bytes:
        return self.text if as_text else self.data


class Outsider:
    """A browser of somebody; `address` is where its proxy says it comes from, which only a server behind a proxy believes."""

    def __init__(self, running: Running, address: str = "", language: str = "en") -> None:
        self.running = running
        self.headers = {"Host": running.host, "Accept-Language": language, "Accept-Encoding": "gzip"}
        if address:
            self.headers["X-Forwarded-For"] = address
        self.cookies: dict[str, str] = {}

    def visit(self, address: str) -> Page:
        """Open a page as a browser does, redirects followed."""
        return Page(self, self.get(address, follow_redirects=True))  # type: ignore[arg-type]

    def get(self, address: str, query_string: MultiDict[str, str] | None = None, **how: Any) -> Answer:
        if query_string:
            address += "?" + urlencode(list(query_string.items(multi=True)))
        return self.open("GET", address, **how)

    def post(
        self, address: str, data: Mapping[str, Any] | None = None, *, files: bool = False, **how: Any
    ) -> Answer:
        """Send a form; with `files` as one that has files in it, values (stream, name, kind) are files."""
        values = data if isinstance(data, MultiDict) else MultiDict(data or {})
        if files:
            stream, length, boundary = stream_encode_multipart(values)
            kind = f'multipart/form-data; boundary="{boundary}"'
            with stream:  # a large one is a file
                return self.open("POST", address, body=stream.read(length), kind=kind, **how)
        body = urlencode(list(values.items(multi=True))).encode()
        return self.open("POST", address, body=body, kind=FORM, **how)

    def open(
        self,
        method: str,
        address: str,
        *,
        body: bytes | None = None,
        kind: str = "",
        headers: Mapping[str, str] | None = None,
        follow_redirects: bool = False,
    ) -> Answer:
        """One request; `address` is a path, or what a page's link says."""
        answer = self._once(
            method, address, body, {**({"Content-Type": kind} if kind else {}), **(headers or {})}
        )
        for _ in range(6):
            if not (follow_redirects and answer.status_code in {301, 302, 303, 308}):
                break
            answer = self._once("GET", urljoin(answer.path, answer.location), None, headers or {})
        return answer

    @contextmanager
    def session_transaction(self) -> Iterator[dict[str, Any]]:
        """The content of the session's cookie, to be changed, as the server itself signs it."""
        signer, name = self._signer()
        held = self.cookies.get(name)
        session: dict[str, Any] = signer.loads(held) if held else {}
        yield session
        self.cookies[name] = str(signer.dumps(session))

    def _signer(self) -> tuple[Any, str]:
        app: Flask = self.running.app
        return app.session_interface.get_signing_serializer(app), self.running.cookie  # type: ignore[attr-defined]

    def _once(self, method: str, address: str, body: bytes | None, headers: Mapping[str, str]) -> Answer:
        parts = urlsplit(address)
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        sent = {**self.headers, **headers}
        if self.cookies:
            sent["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        connection = http.client.HTTPConnection("127.0.0.1", self.running.port, timeout=PATIENCE)
        try:
            connection.request(method, path, body, sent)
            got = connection.getresponse()
            data = got.read()
        finally:
            connection.close()
        for cookie in got.headers.get_all("Set-Cookie") or []:
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
        data = gzip.decompress(data) if got.headers.get("Content-Encoding") == "gzip" else data
        return Answer(path, got.status, got.headers, data)
