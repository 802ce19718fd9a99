"""Nominated people on their pages: what the tests of accepting and declining have in common."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from app.extensions import db
from app.lib.clock import now
from app.models import Category, Event, LinkPurpose, Notice, Origin, Place, Registration, Status
from app.services import access_links
from tests.factories.events import admission_of, an_event
from tests.factories.registrations import a_registration
from tests.pages import Page, Visitor


def an_event_of_one_place() -> Event:
    """An event to which delegations come by nomination, which needs nobody else's approval."""
    made = an_event(capacity_in_person=1, nominations_until=now() + timedelta(days=20))
    admission_of(made, Category.MEMBER_STATE_DELEGATE, needs_correspondent=True, needs_secretariat=False)
    db.session.add(Notice(number=7, text_en="Notice", text_fr="Notice", published_at=now()))
    db.session.commit()
    return made


def a_nominee(event: Event, **changes: Any) -> Registration:
    """Somebody who was named and has not answered."""
    facts = {
        "origin": Origin.NOMINATION,
        "verified_at": None,
        "gender": None,
        "function": "Officer",
        **changes,
    }
    return a_registration(event, Status.NOMINATED, **facts)


def link(registration: Registration) -> str:
    """The address in the letter."""
    token = access_links.mint_for_registration(registration, LinkPurpose.MY_REGISTRATION)
    db.session.commit()
    return f"/r/{token}"


def opened(client: Visitor, registration: Registration) -> Page:
    """One's own page, after the button behind the link."""
    return client.visit(link(registration)).submit("main form")


def stands(registration: Registration) -> tuple[Status, Place]:
    """Status and place, as they are in the table."""
    db.session.expire_all()
    return registration.status, registration.place
