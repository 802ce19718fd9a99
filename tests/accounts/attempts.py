"""Trying to sign in, from an address of one's own: first with the password, then with the code of the app."""

from __future__ import annotations

from typing import Any

import pyotp

from app.models import User
from tests.factories.second_factors import SEED, the_next_code_counts
from tests.pages import Page, Visitor

PASSWORD = "seven grey herons by the canal"
WRONG = "The e-mail address or the password is not right"


def attempt(client: Visitor, email: str, password: str, address: str = "192.0.2.7", **more: Any) -> Page:
    """Send the form with address and password; what is answered, redirects not followed."""
    page = client.visit(more.pop("at", "/sign-in"))
    values = page.fields().to_dict() | {"email": email, "password": password} | more
    answer = client.post(page.address, data=values, environ_overrides={"REMOTE_ADDR": address})
    return Page(client, answer)


def show(client: Visitor, code: str, at: str = "/sign-in/code") -> Page:
    """Send the form with the code; what is answered, redirects not followed."""
    page = client.visit(at)
    return Page(client, client.post(page.address, data=page.fields().to_dict() | {"code": code}))


def enter(client: Visitor, user: User, password: str = PASSWORD, **more: Any) -> Page:
    """Sign in with both, some minutes after the last time; what is answered, redirects not followed."""
    the_next_code_counts(user)
    first = attempt(client, user.email, password, **more)
    assert first.status == 303, first.text
    assert first.response.location.startswith("/sign-in/code")
    return show(client, pyotp.TOTP(SEED).now(), at=first.response.location)


def is_in(client: Visitor) -> bool:
    return client.get("/check-in/").status_code == 200
