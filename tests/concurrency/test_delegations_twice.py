"""The same step taken by several at once, or steps that exclude one another: one of them is done, the others are refused.

Over HTTP, through four server processes, on both databases.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import partial

import pytest
from sqlalchemy import func, select

from app.extensions import db
from app.lib.clock import now
from app.models import (
    Event,
    Letter,
    LetterKind,
    LinkPurpose,
    Origin,
    Person,
    Place,
    Registration,
    Role,
    Status,
    Substitute,
)
from app.services import access_links
from bench.visitor import Visitor
from tests.concurrency.conftest import LOCKED
from tests.concurrency.crowd import Act, Outcome, all_at_once
from tests.concurrency.test_delegations import an_event_by_nomination, sign_in, those_at
from tests.factories.bodies import a_body
from tests.factories.mandates import a_correspondent
from tests.factories.registrations import a_registration

Servers = Callable[[str, str], int]
Wait = Callable[[], None]
CLIENTS = 5

pytestmark = pytest.mark.usefixtures("stage")


def pressed(visitor: Visitor, wait: Wait, address: str, page: str, **fields: str) -> str:
    """Press a button of a page together with the others: what became of it, "done" or the code of the refusal."""
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
    assert found is not None, page
    wait()
    try:
        visitor.post(address, [("csrf_token", found[1]), *fields.items()])
    except RuntimeError as error:
        return str(error).split(" answered ")[1][:3]
    return "done"


def in_the_delegation(token: str, address: str, visitor: Visitor, wait: Wait, **fields: str) -> str:
    """A correspondent comes in, and presses a button."""
    sign_in(token, visitor)
    return pressed(visitor, wait, address, visitor.get("/delegation/sign-in"), **fields)


def answered(token: str, answer: str, visitor: Visitor, wait: Wait) -> str:
    """A nominated person opens the private link, and accepts or declines."""
    visitor.submit(visitor.get(f"/r/{token}"), {})
    form = visitor.get(f"/my-registration/{answer}")
    wait()
    try:
        visitor.submit(form, {})
    except RuntimeError as error:
        return str(error).split(" answered ")[1][:3]
    return "done"


def links_of(person: Person, number: int) -> list[str]:
    return [access_links.mint_for_correspondent(person) for _ in range(number)]


def a_nominee(event: Event, **changes: object) -> Registration:
    return a_registration(event, Status.NOMINATED, origin=Origin.NOMINATION, verified_at=None, **changes)


def several(port: int, acts: Sequence[Act]) -> Outcome:
    db.session.commit()
    outcome = all_at_once(port, list(acts))
    assert outcome.failures == []
    return outcome


def number_of(kind: LetterKind, event_id: int) -> int:
    query = select(func.count()).where(Letter.event_id == event_id, Letter.kind == kind)
    return db.session.scalars(query).one()


def test_a_link_lets_in_once(servers: Servers, database: str) -> None:
    token = access_links.mint_for_correspondent(a_correspondent(a_body("MD")))

    def enter(visitor: Visitor, wait: Wait) -> str:
        page = visitor.get(f"/delegation/enter/{token}")
        return pressed(visitor, wait, f"/delegation/enter/{token}", page)

    outcome = several(servers(database, LOCKED), [enter] * CLIENTS)
    assert sorted(outcome.acknowledged) == ["410"] * (CLIENTS - 1) + ["done"]


def test_a_substitute_is_named_once(servers: Servers, database: str) -> None:
    event, speaker = an_event_by_nomination(), a_correspondent(a_body("MD"))
    declined = a_registration(event, Status.WITHDRAWN, origin=Origin.NOMINATION)
    db.session.add(
        Substitute(
            registration_id=declined.id, family_name="ROSSI", email="rossi@crowd.example", proposed_at=now()
        )
    )
    address = f"/delegation/people/{declined.id}/substitute/nominate"
    acts = [partial(in_the_delegation, token, address) for token in links_of(speaker, CLIENTS)]
    event_id = event.id
    outcome = several(servers(database, LOCKED), acts)
    assert sorted(outcome.acknowledged) == ["409"] * (CLIENTS - 1) + ["done"]
    assert [one.status for one in those_at(event_id)] == [Status.WITHDRAWN, Status.NOMINATED]
    assert number_of(LetterKind.NOMINATION, event_id) == 1


def test_a_delegation_has_one_head(servers: Servers, database: str) -> None:
    event, speaker = an_event_by_nomination(), a_correspondent(a_body("MD"))
    members = [a_registration(event, Status.CONFIRMED).id for _ in range(CLIENTS)]
    acts = [
        partial(in_the_delegation, token, f"/delegation/people/{member}/head")
        for token, member in zip(links_of(speaker, CLIENTS), members, strict=True)
    ]
    event_id = event.id
    outcome = several(servers(database, LOCKED), acts)
    assert outcome.acknowledged == ["done"] * CLIENTS
    assert [one.role for one in those_at(event_id)].count(Role.HEAD) == 1


@pytest.mark.parametrize("answer", ["accept", "decline"])
def test_an_answer_meets_a_replacement_and_a_withdrawal(servers: Servers, database: str, answer: str) -> None:
    event, speaker = an_event_by_nomination(), a_correspondent(a_body("MD"))
    nominee = a_nominee(event)
    link = access_links.mint_for_registration(nominee, LinkPurpose.MY_REGISTRATION)
    one, two = links_of(speaker, 2)
    people = f"/delegation/people/{nominee.id}"
    newcomer = {
        "family_name": "ROSSI",
        "email": "rossi@crowd.example",
        "role": "delegate",
        "language": "en",
    }
    event_id = event.id
    outcome = several(
        servers(database, LOCKED),
        [
            partial(answered, link, answer),
            partial(in_the_delegation, one, f"{people}/replace", **newcomer),
            partial(in_the_delegation, two, f"{people}/withdraw"),
        ],
    )
    assert set(outcome.acknowledged) <= {"done", "409"}
    here = those_at(event_id)
    assert here[0].status is Status.WITHDRAWN
    # whoever is withdrawn or declines gives the place up; a newcomer takes it over, and one alone has it
    assert len(here) == 1 + number_of(LetterKind.REPLACEMENT, event_id)
    assert [one.place for one in here] == [Place.NONE, Place.HELD][: len(here)]
