"""What the tests of the correspondent's page look at."""

from __future__ import annotations

from bs4 import Tag

from app.models import (
    BodyKind,
    Event,
    Registration,
)
from tests.factories.bodies import a_body
from tests.factories.events import a_quota, an_event, moment
from tests.factories.mandates import a_convocation
from tests.pages import Page, Visitor


def an_open_event(places: int | None = 4, **changes: object) -> Event:
    """A conference to which Moldova was invited, nominations for thirty days more."""
    event = an_event(**{"nominations_until": moment(30, 18), **changes})
    if places is not None:
        a_quota(event, places, kind=BodyKind.MEMBER_STATE)
    a_convocation(event, a_body("MD"))
    return event


def section(page: Page, event: Event, code: str = "md") -> str:
    """The words of one delegation on the page."""
    return " ".join(page.one(f"section#{event.slug}-{code}").get_text(" ").split())


def row(page: Page, registration: Registration) -> Tag:
    return page.one(f"#person-{registration.id}")


def buttons(page: Page, registration: Registration) -> set[str]:
    """What can be done for somebody."""
    return {str(control.find(string=True)).strip() for control in row(page, registration).select("a, button")}


def mine(correspondent: Visitor) -> Page:
    return correspondent.visit("/delegation/")
