"""Trying to sign in, from an address of one's own."""

from __future__ import annotations

from typing import Any

from tests.pages import Page, Visitor

PASSWORD = "seven grey herons by the canal"
WRONG = "The e-mail address or the password is not right"


def attempt(client: Visitor, email: str, password: str, address: str = "192.0.2.7", **more: Any) -> Page:
    page = client.visit(more.pop("at", "/sign-in"))
    values = page.fields().to_dict() | {"email": email, "password": password} | more
    answer = client.post(page.address, data=values, environ_overrides={"REMOTE_ADDR": address})
    return Page(client, answer)


def is_in(client: Visitor) -> bool:
    return client.get("/check-in/").status_code == 200
