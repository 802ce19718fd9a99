"""Ten at once for one place, at the correspondents' door and at the nominees': one has it, nine wait in their order.

Over HTTP, through four server processes, on both databases; and without the lock, to see that the test would notice.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from itertools import count

import pytest
from sqlalchemy import select

from app.extensions import db
from app.models import (
    Body,
    BodyKind,
    Category,
    Event,
    EventSession,
    Letter,
    LetterKind,
    LinkPurpose,
    Mode,
    Origin,
    Place,
    Registration,
    SignUp,
    Status,
)
from app.services import access_links, places
from bench.visitor import Visitor
from tests.concurrency.conftest import LOCKED, UNLOCKED
from tests.concurrency.crowd import Act, Outcome, all_at_once
from tests.factories.bodies import a_body
from tests.factories.events import a_quota, a_session, admission_of, an_event
from tests.factories.mandates import a_correspondent
from tests.factories.registrations import a_registration

Servers = Callable[[str, str], int]
CLIENTS = 10
DELEGATE = Category.MEMBER_STATE_DELEGATE

pytestmark = pytest.mark.usefixtures("stage")
_numbers = count(1)


def an_event_by_nomination(**changes: object) -> Event:
    """An event in person, at which nobody but the correspondent approves of a delegate."""
    number = next(_numbers)
    made = an_event(
        [DELEGATE], slug=f"delegations-{number}", short_code=f"D{number}", mode=Mode.IN_PERSON, **changes
    )
    admission_of(made, DELEGATE, needs_correspondent=True)
    return made


def ten_states() -> list[Body]:
    return [a_body(code) for code in ("AD", "AL", "AM", "AT", "AZ", "BA", "BE", "BG", "CH", "CY")]


def sign_in(token: str, visitor: Visitor) -> None:
    visitor.submit(visitor.get(f"/delegation/enter/{token}"), {})


# Nominating -------------------------------------------------------------------------------------------------------


def nominate(token: str, address: str, family_name: str, visitor: Visitor, wait: Callable[[], None]) -> str:
    """A correspondent comes in by a link of their own, fills in the form, and nominates."""
    sign_in(token, visitor)
    form = visitor.get(address)
    email = f"{family_name.replace(' ', '')}@crowd.example".lower()
    wait()
    visitor.submit(form, {"family_name": family_name, "email": email})
    if not visitor.path.startswith("/delegation/") or visitor.path == address:
        raise RuntimeError(f"the nomination ended at {visitor.path}")
    return email


def acts_for(event: Event, bodies: Sequence[Body]) -> list[Act]:
    """One nomination for each of the bodies (or so many times the same one), each in a visit of its own."""
    speakers = {body.id: a_correspondent(body) for body in bodies}
    acts: list[Act] = []
    for number, body in enumerate(bodies):
        token = access_links.mint_for_correspondent(speakers[body.id])
        address = f"/delegation/{event.slug}/{body.code}/nominate"
        acts.append(partial(nominate, token, address, f"NOMINEE {number}"))
    return acts


def nominated_at_once(
    port: int, bodies: Sequence[Body], quota: int | None, **changes: object
) -> tuple[int, Outcome]:
    event = an_event_by_nomination(**changes)
    if quota is not None:
        a_quota(event, quota, kind=BodyKind.MEMBER_STATE)
    event_id, acts = event.id, acts_for(event, bodies)
    db.session.commit()
    return event_id, all_at_once(port, acts)


def those_at(event_id: int) -> Sequence[Registration]:
    query = select(Registration).where(Registration.event_id == event_id).order_by(Registration.id)
    return db.session.scalars(query.execution_options(populate_existing=True)).all()


def check_one_has_it_and_nine_wait_in_order(event_id: int, outcome: Outcome) -> None:
    assert outcome.failures == []
    people = those_at(event_id)
    assert sorted(str(person.email) for person in people) == sorted(outcome.acknowledged)
    assert {person.status for person in people} == {Status.NOMINATED}
    held = [person for person in people if person.place is Place.HELD]
    assert held == [people[0]]  # who came first
    waiting = people[1:]
    moments = [person.waiting_since for person in waiting]
    assert None not in moments
    assert moments == sorted(moments, key=str)
    assert len(set(moments)) == CLIENTS - 1
    assert [places.position(person) for person in waiting] == list(range(1, CLIENTS))
    letters = db.session.execute(
        select(Letter.kind, Letter.registration_id).where(Letter.event_id == event_id)
    ).all()
    assert sorted(letters) == sorted((LetterKind.NOMINATION, person.id) for person in people)
    db.session.rollback()


def number_held(event_id: int) -> int:
    number = sum(person.place is Place.HELD for person in those_at(event_id))
    db.session.rollback()
    return number


def test_the_last_place_of_an_event(servers: Servers, database: str) -> None:
    port = servers(database, LOCKED)
    check_one_has_it_and_nine_wait_in_order(
        *nominated_at_once(port, ten_states(), None, capacity_in_person=1)
    )


def test_without_the_lock_the_last_place_is_given_twice(servers: Servers, database: str) -> None:
    port = servers(database, UNLOCKED)
    event_id, outcome = nominated_at_once(port, ten_states(), None, capacity_in_person=1)
    assert number_held(event_id) > 1, outcome.failures


def test_the_last_place_of_a_delegation(servers: Servers, database: str) -> None:
    port = servers(database, LOCKED)
    check_one_has_it_and_nine_wait_in_order(*nominated_at_once(port, [a_body("MD")] * CLIENTS, 1))


def test_without_the_lock_a_delegation_gets_too_many(servers: Servers, database: str) -> None:
    port = servers(database, UNLOCKED)
    event_id, outcome = nominated_at_once(port, [a_body("MD")] * CLIENTS, 1)
    assert number_held(event_id) > 1, outcome.failures


# Accepting --------------------------------------------------------------------------------------------------------


def accept(token: str, session_id: int, visitor: Visitor, wait: Callable[[], None]) -> str:
    """A nominated person opens the private link, chooses the session, and accepts."""
    visitor.submit(visitor.get(f"/r/{token}"), {})
    form = visitor.get("/my-registration/accept")
    wait()
    visitor.submit(form, {"sessions": [str(session_id)]})
    if visitor.path != "/my-registration":
        raise RuntimeError(f"the answer ended at {visitor.path}")
    return token


def accepted_at_once(port: int) -> tuple[int, EventSession, Outcome]:
    event = an_event_by_nomination()
    session = a_session(event, 1, sign_up=True, capacity=1)
    nominees = [
        a_registration(event, Status.NOMINATED, origin=Origin.NOMINATION, verified_at=None, body=body)
        for body in ten_states()
    ]
    tokens = [access_links.mint_for_registration(one, LinkPurpose.MY_REGISTRATION) for one in nominees]
    event_id, session_id = event.id, session.id
    db.session.commit()
    return event_id, session, all_at_once(port, [partial(accept, token, session_id) for token in tokens])


def sign_ups_of(session: EventSession) -> Sequence[SignUp]:
    query = select(SignUp).where(SignUp.session_id == session.id).order_by(SignUp.id)
    return db.session.scalars(query.execution_options(populate_existing=True)).all()


def test_the_last_place_of_a_session(servers: Servers, database: str) -> None:
    event_id, session, outcome = accepted_at_once(servers(database, LOCKED))
    assert outcome.failures == []
    assert [(one.status, one.place) for one in those_at(event_id)] == [
        (Status.CONFIRMED, Place.HELD)
    ] * CLIENTS
    rows = sign_ups_of(session)
    assert [row.place for row in rows] == ["held"] + ["waiting"] * (CLIENTS - 1)
    moments = [row.waiting_since for row in rows[1:]]
    assert moments == sorted(moments, key=str)
    assert len(set(moments)) == CLIENTS - 1
    kinds = db.session.scalars(select(Letter.kind).where(Letter.event_id == event_id)).all()
    assert kinds == [LetterKind.CONFIRMED] * CLIENTS
    db.session.rollback()


def test_without_the_lock_a_session_gets_too_many(servers: Servers, database: str) -> None:
    _, session, outcome = accepted_at_once(servers(database, UNLOCKED))
    assert sum(row.place == "held" for row in sign_ups_of(session)) > 1, outcome.failures
    db.session.rollback()
