"""The events that are played at, for whichever database the present application has. Nothing is committed here."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import TYPE_CHECKING

from bench.signed_in import SignedIn, signed_in

if TYPE_CHECKING:
    from flask import Flask

    from app.models import Event

OPENING, ALREADY, DOOR, NETWORK = "opening", "already", "door", "net"


def for_the_opening(places: int, people_already: int) -> tuple[Event, Event]:
    """An event that is open to guests, and one with people in it, at which organisers look."""
    from app.models import Category, Mode
    from tests.factories.events import an_event
    from tests.factories.many_registrations import many_registrations

    opened = an_event(
        [Category.GUEST], slug=OPENING, short_code="OPEN", mode=Mode.IN_PERSON, capacity_in_person=places
    )
    already = an_event(slug=ALREADY, short_code="ALREADY")
    many_registrations(already, people_already)
    return opened, already


def for_the_door(people: int) -> tuple[Event, Sequence[str]]:
    """An event that takes place now, with its confirmed people; their badges."""
    from sqlalchemy import select

    from app.extensions import db
    from app.lib.clock import now
    from app.models import Mode, Place, Registration, Status
    from tests.factories.events import an_event
    from tests.factories.many_registrations import many_registrations

    event = an_event(
        slug=DOOR,
        short_code="DOOR",
        mode=Mode.IN_PERSON,
        starts_at=now() - timedelta(hours=1),
        ends_at=now() + timedelta(hours=9),
        closes_at=None,
    )
    many_registrations(
        event, people, status=Status.CONFIRMED, place=Place.HELD, waiting_since=None, hold_until=None
    )
    codes = select(Registration.badge_code).where(Registration.event_id == event.id).order_by(Registration.id)
    return event, db.session.scalars(codes).all()


def a_network(events: int, people: int) -> list[str]:
    """Events over the years with people, their log, sign-ups and invitations; the slugs, the newest first."""
    from bench.statistics import an_event_ago, fill

    slugs = []
    for number in range(events):
        event = an_event_ago(f"{NETWORK}-{number}", 60 * number - 100)
        fill(event, people // events)
        slugs.append(event.slug)
    return slugs


def agents(app: Flask, number: int, secret_key: str) -> list[SignedIn]:
    """So many people at desks, signed in."""
    from tests.factories.users import a_desk_agent

    return [signed_in(app, a_desk_agent(), secret_key) for _ in range(number)]


def organisers(app: Flask, number: int, secret_key: str) -> list[SignedIn]:
    """So many organisers of all events, signed in."""
    from tests.factories.users import an_organiser

    return [signed_in(app, an_organiser(), secret_key) for _ in range(number)]
