"""A flood from one address is slowed down, others go on; nobody gets round it by inventing where they come from."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import func, select

from app.extensions import db
from app.models import Category, Event, Registration
from tests.factories.events import an_event
from tests.outside.running import Running
from tests.outside.visitor import Outsider

FLOOD, ALLOWED = 200, 100


@pytest.fixture
def event(running: Running) -> Event:
    number = db.session.scalar(select(func.count()).select_from(Event)) or 0
    made = an_event([Category.GUEST], slug=f"flood-{number}", short_code=f"F{number}")
    db.session.commit()
    return made


def answers(number: int) -> dict[str, str]:
    return {
        "category": "guest", "body_text": "University", "mode": "in_person", "given_name": "Ana",
        "family_name": f"PERSON {number}", "email": f"p{number}@flood.example", "language": "en",
    }  # fmt: skip


def registered(who: Outsider, slug: str, number: int) -> int:
    """Send the form as a machine would, which has opened it once."""
    form = {**who.visit(f"/events/{slug}/register").fields("#registration").to_dict(), **answers(number)}
    return who.post(f"/events/{slug}/register/send", form).status_code


def flooded(running: Running, slug: str, numbers: range, **headers: str) -> list[int]:
    def one(number: int) -> int:
        who = Outsider(running)
        who.headers |= {name.replace("_", "-"): value.format(number) for name, value in headers.items()}
        return registered(who, slug, number)

    with ThreadPoolExecutor(4) as threads:
        return list(threads.map(one, numbers))


def written(event_id: int) -> int:
    db.session.rollback()
    query = select(func.count()).select_from(Registration).where(Registration.event_id == event_id)
    found = db.session.scalar(query) or 0
    db.session.rollback()
    return found


def test_two_hundred_registrations_from_one_address_are_slowed(running: Running, event: Event) -> None:
    event_id, slug = event.id, event.slug
    db.session.rollback()
    codes = flooded(running, slug, range(FLOOD))
    assert sorted(codes) == [303] * ALLOWED + [429] * (FLOOD - ALLOWED)
    assert written(event_id) == ALLOWED
    invented = {
        "X_Forwarded_For": "198.51.100.{0}", "Forwarded": "for=198.51.100.{0}", "X_Real_IP": "198.51.100.{0}",
        "Client_IP": "198.51.100.{0}", "True_Client_IP": "198.51.100.{0}", "Via": "1.1 198.51.100.{0}",
    }  # fmt: skip
    assert flooded(running, slug, range(FLOOD, FLOOD + 8), **invented) == [429] * 8


def test_behind_a_proxy_each_address_is_its_own(proxied: Running, event: Event) -> None:
    slug = event.slug
    db.session.rollback()
    one, other = Outsider(proxied, "198.51.100.1"), Outsider(proxied, "198.51.100.2")
    codes = [registered(one, slug, number) for number in range(ALLOWED + 1)]
    assert codes == [303] * ALLOWED + [429]
    assert registered(other, slug, 500) == 303
    one.headers["X-Forwarded-For"] = (
        "203.0.113.9, 198.51.100.1"  # only what our own proxy has added is believed
    )
    assert registered(one, slug, 501) == 429
