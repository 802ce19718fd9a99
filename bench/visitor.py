"""A browser without pictures: one connection, cookies, redirects, forms as they stand in the page."""

from __future__ import annotations

import http.client
import re
import time
from collections.abc import Mapping
from dataclasses import dataclass
from html.parser import HTMLParser
from urllib.parse import urlencode, urlsplit

CHROME = {
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,image/apng,*/*;q=0.8",
    "Accept-Encoding": "gzip, deflate, br, zstd",
    "Accept-Language": "en-GB,en-US;q=0.9,en;q=0.8",
}


class WrongStatus(RuntimeError):
    """A page was answered with another status than a browser that goes on would want."""

    def __init__(self, status: int, words: str) -> None:
        super().__init__(words)
        self.status = status


@dataclass
class Cost:
    """What one operation took: seconds of waiting, requests, statements (and the most of one request), bytes received."""

    seconds: float = 0.0
    requests: int = 0
    statements: int = 0
    most_statements: int = 0
    received: int = 0


class Visitor:
    """Sends requests and adds up what they cost; `address` is the client's own, as a proxy would tell it."""

    def __init__(self, port: int, address: str) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self.headers = {"X-Forwarded-For": address, **CHROME}
        self.cookies: dict[str, str] = {}
        self.cost = Cost()
        self.path = "/"

    def get(self, path: str) -> str:
        """Open a page, following redirects."""
        return self._ask("GET", path, None)

    def post(self, path: str, fields: list[tuple[str, str]]) -> str:
        """Send a form, following redirects."""
        return self._ask("POST", path, urlencode(fields))

    def submit(
        self, page: str, changes: Mapping[str, str | list[str]], button: tuple[str, str] | None = None
    ) -> str:
        """Send the first form of a page's main part, with some fields changed."""
        form = Form(page)
        fields = [(name, value) for name, value in form.fields if name not in changes]
        for name, value in changes.items():
            fields += [(name, each) for each in (value if isinstance(value, list) else [value])]
        return self.post(form.action or self.path, fields + ([button] if button else []))

    def _ask(self, method: str, path: str, body: str | None) -> str:
        for _ in range(6):
            status, location, page = self._once(method, path, body)
            if status not in {301, 302, 303}:
                if status != 200:
                    raise WrongStatus(status, f"{method} {path} answered {status}: {_words(page)}")
                return page
            parts = urlsplit(location)
            method, path, body = "GET", parts.path + (f"?{parts.query}" if parts.query else ""), None
        raise RuntimeError(f"{path}: redirected again and again")

    def _once(self, method: str, path: str, body: str | None) -> tuple[int, str, str]:
        headers = dict(self.headers)
        if self.cookies:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        began = time.perf_counter()
        self.connection.request(method, path, body, headers)
        answer = self.connection.getresponse()
        content = answer.read()
        self.cost.seconds += time.perf_counter() - began
        self.cost.requests += 1
        self.cost.received += len(content)
        statements = int(answer.headers.get("X-Statements", 0))
        self.cost.statements += statements
        self.cost.most_statements = max(self.cost.most_statements, statements)
        for cookie in answer.headers.get_all("Set-Cookie") or []:
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
        self.path = path
        return answer.status, answer.headers.get("Location", ""), _text(content, answer.headers)


def _text(content: bytes, headers: http.client.HTTPMessage) -> str:
    packed = headers.get("Content-Encoding")
    if packed == "zstd":
        from backports import zstd

        content = zstd.decompress(content)
    elif packed:
        raise RuntimeError(f"packed with {packed}, which no browser of today gets from us")
    return content.decode("utf-8", "replace")


def _words(page: str) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", page.partition("<main")[2] or page).split())[:600]


class Form(HTMLParser):
    """The first form of a page's main part: where it goes, and what an untouched browser would send."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.action = ""
        self.fields: list[tuple[str, str]] = []
        self._inside = self._text = self._select = ""
        self.feed(page.partition("<main")[2] or page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form" and not self._inside:
            self._inside, self.action = "yes", given.get("action", "")
        if self._inside != "yes":
            return
        name, kind = given.get("name", ""), given.get("type", "text")
        if tag == "select":
            self._select = name
        elif tag == "option" and self._select and "selected" in given:
            self.fields.append((self._select, given.get("value", "")))
        elif tag == "textarea":
            self.fields.append((name, ""))
        elif tag == "input" and name and self._is_sent(kind, given):
            self.fields.append((name, given.get("value", "on")))

    @staticmethod
    def _is_sent(kind: str, given: dict[str, str]) -> bool:
        if kind in {"checkbox", "radio"}:
            return "checked" in given
        return kind not in {"submit", "button", "file"}

    def handle_endtag(self, tag: str) -> None:
        if tag == "form" and self._inside:
            self._inside = "over"
