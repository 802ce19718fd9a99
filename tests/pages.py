"""A visitor without JavaScript: opens pages, follows links, fills in forms as they stand in the page."""

from __future__ import annotations

from contextvars import Context
from typing import Any
from urllib.parse import urljoin

from bs4 import BeautifulSoup, Tag
from flask import has_app_context
from flask.testing import FlaskClient
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

from tests import strict_html


class Visitor(FlaskClient):
    """The test client; each HTML page that it gets must be valid."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        from app.extensions import db

        if has_app_context():  # not so while a redirect is followed
            db.session.commit()  # an open transaction of the test would lock out the request
        # The request shall not find the test's session, language or user: it runs in a context of its own.
        response = Context().run(super().open, *args, **{"buffered": True, **kwargs})
        if response.status_code >= 500 and response.status_code != 503:  # 503 is what /readyz may say
            raise AssertionError(f"{response.request.path} answered {response.status_code}; the log says why")
        if response.mimetype == "text/html" and response.data:
            strict_html.check(response.get_data(as_text=True), response.request.path)
        return response

    def visit(self, address: str, **kwargs: Any) -> Page:
        """Open a page as a browser does, redirects followed."""
        return Page(self, self.get(address, follow_redirects=True, **kwargs))


class Page:
    """A page that was answered, with what can be done on it."""

    def __init__(self, visitor: Visitor, response: TestResponse) -> None:
        self.visitor = visitor
        self.response = response
        self.status = response.status_code
        self.address = response.request.full_path.rstrip("?")
        self.soup = BeautifulSoup(response.get_data(as_text=True), "html.parser")

    @property
    def text(self) -> str:
        """The words of the page, spaces collapsed."""
        return " ".join(self.soup.get_text(" ").split())

    def one(self, selector: str) -> Tag:
        """The only element that a CSS selector finds."""
        found = self.soup.select(selector)
        assert len(found) == 1, (
            f"{len(found)} elements match {selector} on {self.address}:\n{self.text[:1500]}"
        )
        return found[0]

    def all_text(self, selector: str) -> list[str]:
        """The words of every element that a CSS selector finds."""
        return [" ".join(element.get_text(" ").split()) for element in self.soup.select(selector)]

    def follow(self, words: str) -> Page:
        """Follow the link that shows these words."""
        links = [
            link
            for link in self.soup.find_all("a", href=True)
            if words in " ".join(link.get_text(" ").split())
        ]
        assert links, f"no link says {words!r} on {self.address}:\n{self.text[:1500]}"
        return self.visitor.visit(urljoin(self.address, str(links[0]["href"])))

    def fields(self, form: str = "main form") -> MultiDict[str, str]:
        """What a browser would send of a form that nobody touched, its buttons left out."""
        found = self.soup.select(form)
        assert found, f"no form {form} on {self.address}:\n{self.text[:1500]}"
        values: MultiDict[str, str] = MultiDict()
        for control in found[0].select("[name]"):
            for value in _sent(control):
                values.add(str(control["name"]), value)
        return values

    def submit(self, form: str = "main form", button: str | None = None, **changes: Any) -> Page:
        """Send a form as it stands, with some fields changed (a list for several values, None to leave one out).

        `button` is the name, or "name=value", of the button that is pressed.
        """
        values = self.fields(form)
        for name, value in changes.items():
            values.poplist(name)
            values.setlist(name, [] if value is None else value if isinstance(value, list) else [value])
        if button:
            name, _, value = button.partition("=")
            values.add(name, value)
        element = self.soup.select(form)[0]
        address = urljoin(self.address, str(element.get("action") or self.address))
        kwargs: dict[str, Any] = {"follow_redirects": True}
        if str(element.get("method", "get")).lower() == "get":
            return Page(self.visitor, self.visitor.get(address, query_string=values, **kwargs))
        kwargs["headers"] = {"Sec-Fetch-Site": "same-origin"}  # as browsers say of a form of one's own page
        return Page(self.visitor, self.visitor.post(address, data=values, **kwargs))


def _sent(control: Tag) -> list[str]:
    kind = str(control.get("type", "")).lower()
    if (
        control.name == "button"
        or kind in {"submit", "button", "image", "reset", "file"}
        or control.has_attr("disabled")
    ):
        return []
    if kind in {"checkbox", "radio"}:
        return [str(control.get("value", "on"))] if control.has_attr("checked") else []
    if control.name == "select":
        chosen = control.select("option[selected]")
        if not chosen and not control.has_attr("multiple"):
            chosen = control.select("option")[:1]
        return [str(option.get("value", option.get_text())) for option in chosen]
    if control.name == "textarea":
        return [
            control.get_text().removeprefix("\r").removeprefix("\n")
        ]  # a browser leaves out the first line break
    return [str(control.get("value", ""))]
