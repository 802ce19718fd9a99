"""Coming in as a correspondent, by the button behind the link of a letter."""

from __future__ import annotations

from app.extensions import db
from app.models import Person
from app.services import access_links
from tests.pages import Page, Visitor


def enter(client: Visitor, person: Person) -> Page:
    """Begin a visit through the real form; the page of the delegations."""
    token = access_links.mint_for_correspondent(person)
    db.session.commit()
    page = client.visit(f"/delegation/enter/{token}").submit("main form")
    assert page.address == "/delegation/", page.text[:500]
    return page
