"""One decision on many: what was foreseen is what happens, and nobody's rule is bent for the sake of the others."""

from __future__ import annotations

from random import Random

import pytest
from sqlalchemy import select

from app.extensions import db
from app.models import (
    BodyKind,
    Category,
    Event,
    Letter,
    LetterKind,
    Place,
    Registration,
    Status,
    StatusChange,
)
from app.services import bulk_deciding
from app.services.actors import staff
from app.services.errors import NotFound, ReasonRequired, TooManySelected
from app.services.registration_actions import FOR_MANY, Action
from tests.factories.bodies import a_body
from tests.factories.events import a_quota, an_event
from tests.factories.letters import written
from tests.factories.registrations import a_registration
from tests.factories.users import an_organiser

pytestmark = pytest.mark.usefixtures("app")


def mixture(event: Event, random: Random, number: int = 30) -> list[int]:
    """Registrations in every state, in two delegations with a quota and outside of them."""
    made = []
    for _ in range(number):
        status = random.choice([*Status, Status.SUBMITTED, Status.SUBMITTED])
        waits = status in {Status.SUBMITTED, Status.VALIDATED, Status.UNVERIFIED} and random.random() < 0.3
        place = {"place": Place.WAITING} if waits else {}
        if random.random() < 0.3:
            made.append(
                a_registration(event, status, category=Category.GUEST, body_text="University", **place)
            )
        else:
            made.append(a_registration(event, status, body=a_body(random.choice(["MD", "DE"])), **place))
    db.session.commit()
    return [registration.id for registration in made]


@pytest.mark.parametrize("action", FOR_MANY)
@pytest.mark.parametrize("seed", range(4))
def test_what_was_foreseen_happens(action: Action, seed: int) -> None:
    random = Random(seed)
    event, actor = an_event(capacity_in_person=40), staff(an_organiser())
    ids = mixture(event, random)
    a_quota(event, 12, kind=BodyKind.MEMBER_STATE)
    db.session.commit()
    foreseen = bulk_deciding.foresee(event, ids, action, actor)
    expected = {line.registration.id: line.refusal and line.refusal.code for line in foreseen}
    db.session.rollback()
    outcome = bulk_deciding.take(event, ids, action, actor, "because")
    assert sorted(outcome.done) == sorted(number for number, refusal in expected.items() if refusal is None)
    assert {number: error.code for number, error in outcome.refused.items()} == {
        number: refusal for number, refusal in expected.items() if refusal is not None
    }
    assert outcome.done, "the mixture shows nothing"


def test_the_last_place_of_a_quota_goes_to_one() -> None:
    event = an_event()
    a_quota(event, 1, kind=BodyKind.MEMBER_STATE)
    first, second = a_registration(event), a_registration(event)
    actor = staff(an_organiser())
    foreseen = bulk_deciding.foresee(event, [first.id, second.id], Action.VALIDATE, actor)
    assert [line.refusal and line.refusal.code for line in foreseen] == [None, "quota_full"]
    outcome = bulk_deciding.take(event, [first.id, second.id], Action.VALIDATE, actor, "no correspondent")
    assert (outcome.done, list(outcome.refused)) == ([first.id], [second.id])
    assert (first.status, second.status) == (Status.CONFIRMED, Status.SUBMITTED)


def test_a_refusal_leaves_no_trace_and_stops_nobody() -> None:
    event = an_event()
    withdrawn = a_registration(event, Status.WITHDRAWN)
    submitted = a_registration(event, Status.VALIDATED)
    version = withdrawn.version
    db.session.commit()
    outcome = bulk_deciding.take(event, [withdrawn.id, submitted.id], Action.CONFIRM, staff(an_organiser()))
    assert (outcome.done, outcome.refused[withdrawn.id].code) == ([submitted.id], "illegal_transition")
    assert withdrawn.version == version
    changed = set(db.session.scalars(select(StatusChange.registration_id)))
    assert changed == {submitted.id}
    assert list(db.session.scalars(select(Letter.registration_id))) == [submitted.id]


def test_ending_a_registration_does_not_promote_one_that_ends_with_it() -> None:
    event = an_event(capacity_in_person=1, open_to=[Category.GUEST])
    held = a_registration(event, category=Category.GUEST, body_text="University")
    waiting = a_registration(event, category=Category.GUEST, body_text="University", place=Place.WAITING)
    outcome = bulk_deciding.take(event, [held.id, waiting.id], Action.DECLINE, staff(an_organiser()), "full")
    assert sorted(outcome.done) == [held.id, waiting.id]
    assert list(db.session.scalars(select(Letter.kind))) == [LetterKind.DECLINED, LetterKind.DECLINED]


def test_each_gets_the_letter_with_the_reason() -> None:
    event = an_event()
    ids = [a_registration(event).id for _ in range(3)]
    bulk_deciding.take(event, ids, Action.CANCEL, staff(an_organiser()), "The venue is too small")
    letters = db.session.scalars(select(Letter)).all()
    assert len(letters) == 3
    assert all("The venue is too small" in (written(letter).text or "") for letter in letters)
    assert set(db.session.scalars(select(StatusChange.note))) == {"The venue is too small"}


def test_a_foreign_registration_refuses_all() -> None:
    event = an_event()
    own, foreign = a_registration(event), a_registration(an_event())
    actor = staff(an_organiser())
    for call in (bulk_deciding.foresee, bulk_deciding.take):
        with pytest.raises(NotFound):
            call(event, [own.id, foreign.id], Action.CONFIRM, actor)
    assert own.status is Status.SUBMITTED


def test_a_reason_is_asked_for_and_five_thousand_are_enough() -> None:
    event, actor = an_event(), staff(an_organiser())
    with pytest.raises(ReasonRequired):
        bulk_deciding.take(event, [a_registration(event).id], Action.DECLINE, actor)
    with pytest.raises(TooManySelected):
        bulk_deciding.foresee(event, range(1, 5_002), Action.SEND_LINK, actor)


def test_portions_hold_everybody_once_those_without_a_place_first() -> None:
    event = an_event(capacity_in_person=5)
    held = [a_registration(event).id for _ in range(30)]
    waiting = [a_registration(event, place=Place.WAITING).id for _ in range(3)]
    portions = bulk_deciding.batches(event, [*held, *waiting])
    assert [len(portion) for portion in portions] == [20, 13]
    assert [number for portion in portions for number in portion] == [*waiting, *held]


def test_nothing_is_foreseen_for_an_archived_event() -> None:
    event = an_event()
    registration: Registration = a_registration(event)
    event.status = type(event.status).ARCHIVED
    for action in FOR_MANY:
        (line,) = bulk_deciding.foresee(event, [registration.id], action, staff(an_organiser()))
        assert line.refusal is not None
        assert line.refusal.code == "event_read_only"
