"""Who is told of a session that moves or is called off, when, and how often."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from app.extensions import db
from app.lib.clock import now
from app.models import EventSession, EventStatus, Language, Letter, LetterKind, LetterState, Place, Status
from app.services import programme
from app.services.actors import Actor, staff
from app.services.programme import SessionDetails
from tests.factories.events import a_session
from tests.factories.letters import a_conference, written
from tests.factories.registrations import a_registration, a_sign_up
from tests.factories.users import a_user


@pytest.fixture
def organiser(app: Flask) -> Actor:
    return staff(a_user())


def edited(session: EventSession, actor: Actor, **changes: object) -> None:
    said = SessionDetails(**{name: getattr(session, name) for name in SessionDetails.__dataclass_fields__})
    programme.edit(session.event_id, session.id, replace(said, **changes), session.version, actor)  # type: ignore[arg-type]


def later(session: EventSession, minutes: int = 30) -> dict[str, object]:
    shift = timedelta(minutes=minutes)
    return {"starts_at": session.starts_at + shift, "ends_at": session.ends_at + shift}


def letters() -> list[Letter]:
    """The letters about what has changed, in the order of their making."""
    return list(
        db.session.scalars(select(Letter).where(Letter.kind == LetterKind.EVENT_CHANGED).order_by(Letter.id))
    )


def a_breakout(hour: int = 2, **changes: object) -> EventSession:
    event = changes.pop("event", None) or a_conference()
    return a_session(
        event, hour, sign_up=True, title_en=f"Faces {hour}", title_fr=f"Visages {hour}", **changes
    )


def test_those_who_hold_a_place_are_told_and_nobody_else(organiser: Actor) -> None:
    session = a_breakout()
    event = session.event
    other = a_session(event, 4, sign_up=True)
    told = [a_registration(event, status) for status in (Status.CONFIRMED, Status.SUBMITTED)]
    for registration in told:
        a_sign_up(registration, session)
    a_sign_up(a_registration(event, Status.CONFIRMED), session, Place.WAITING)
    a_sign_up(a_registration(event, Status.UNVERIFIED), session)
    a_sign_up(a_registration(event, Status.CONFIRMED), other)
    a_registration(event, Status.CONFIRMED)
    edited(session, organiser, **later(session))
    assert [letter.registration_id for letter in letters()] == [registration.id for registration in told]
    assert all(letter.facts["sessions"] == [session.id] for letter in letters())


@pytest.mark.parametrize(
    "change", [{"room": "G05"}, {"title_en": "Faces"}, {"text_en": "More"}, {"capacity": 9}, {}]
)
def test_which_changes_are_worth_a_letter(organiser: Actor, change: dict[str, object]) -> None:
    session = a_breakout()
    a_sign_up(a_registration(session.event, Status.CONFIRMED), session)
    edited(session, organiser, **change)
    assert len(letters()) == ("room" in change)


def test_ten_changes_make_one_letter_that_says_what_holds_in_the_end(organiser: Actor) -> None:
    event = a_conference()
    first, second = a_breakout(2, event=event), a_breakout(4, event=event)
    registration = a_registration(event, Status.CONFIRMED)
    a_sign_up(registration, first)
    a_sign_up(registration, second)
    for number in range(5):
        edited(first, organiser, room=f"Room {number}")
        edited(second, organiser, **later(second, 5))
    [letter] = letters()
    assert letter.facts["sessions"] == [first.id, second.id]
    text = written(letter).text or ""
    assert "Now: Faces 2, Wednesday 9 June, 10:30–11:30 · Room 4" in text
    assert "Now: Faces 4, Wednesday 9 June, 12:55–13:55" in text
    assert "Room 3" not in text


@pytest.mark.parametrize("state", [LetterState.SENDING, LetterState.SENT, LetterState.WILL_RETRY])
def test_what_is_on_its_way_cannot_take_in_more(organiser: Actor, state: LetterState) -> None:
    session = a_breakout()
    a_sign_up(a_registration(session.event, Status.CONFIRMED), session)
    edited(session, organiser, room="G05")
    written(letters()[0]).state = state
    db.session.commit()
    edited(session, organiser, room="G06")
    assert len(letters()) == 2


def test_a_letter_about_the_event_itself_is_another_matter(organiser: Actor) -> None:
    session = a_breakout()
    registration = a_registration(session.event, Status.CONFIRMED)
    a_sign_up(registration, session)
    edited(session, organiser, room="G05")
    letters()[0].facts = {"changed": ["dates"]}
    db.session.commit()
    edited(session, organiser, room="G06")
    assert len(letters()) == 2


def test_how_long_a_letter_waits_for_more(organiser: Actor) -> None:
    for until_then, expected in ((timedelta(days=30), 15.0), (timedelta(minutes=60), 6.0)):
        event = a_conference(starts_at=now() + until_then, ends_at=now() + until_then + timedelta(days=1))
        session = a_breakout(0, event=event)
        registration = a_registration(event, Status.CONFIRMED)
        a_sign_up(registration, session)
        edited(session, organiser, room="G05")
        wait = (letters()[-1].not_before - now()).total_seconds() / 60
        assert wait == pytest.approx(expected, abs=0.5)


def test_a_session_that_is_brought_forward_hurries(organiser: Actor) -> None:
    """What counts is the earlier of both beginnings."""
    starts = now() + timedelta(hours=1)
    event = a_conference(starts_at=starts, ends_at=starts + timedelta(days=1))
    session = a_breakout(0, event=event)
    a_sign_up(a_registration(event, Status.CONFIRMED), session)
    edited(session, organiser, **later(session, 20 * 60))
    assert letters()[0].not_before < now() + timedelta(minutes=7)


def test_called_off_and_held_after_all(organiser: Actor) -> None:
    session = a_breakout()
    a_sign_up(a_registration(session.event, Status.CONFIRMED, language=Language.FR), session)
    for _ in range(2):
        programme.remove(session.event_id, session.id, organiser)
    [letter] = letters()
    assert "N’a pas lieu\u202f: Visages 2 (mercredi 9 juin, 10\u00a0h\u00a030\u00a0– 11\u00a0h\u00a030)" in (
        written(letter).text or ""
    )
    assert "STATUS:CANCELLED" in (letter.calendar or "")
    db.session.commit()
    programme.restore(session.event_id, session.id, organiser)
    again = written(letters()[-1])
    assert again is not letter
    assert "Désormais\u202f: Visages 2, mercredi 9 juin, 10\u00a0h\u00a030\u00a0– 11\u00a0h\u00a030" in (
        again.text or ""
    )
    assert "STATUS:CANCELLED" not in (again.calendar or "")


def test_nobody_is_told_of_a_draft_or_of_what_is_over(organiser: Actor) -> None:
    over = a_conference(starts_at=now() - timedelta(days=2), ends_at=now() - timedelta(days=1))
    for event in (a_conference(status=EventStatus.DRAFT), over):
        session = a_breakout(2, event=event)
        a_sign_up(a_registration(event, Status.CONFIRMED), session)
        edited(session, organiser, room="G05")
    assert letters() == []


def test_who_moves_up_is_told_of_the_place_and_not_of_the_change(organiser: Actor) -> None:
    session = a_breakout(capacity=0)
    a_sign_up(a_registration(session.event, Status.CONFIRMED), session, Place.WAITING)
    edited(session, organiser, room="G05", capacity=5)
    assert [letter.kind for letter in db.session.scalars(select(Letter))] == [LetterKind.SESSION_PLACE]


def test_what_telling_a_hundred_costs(organiser: Actor, statements) -> None:  # type: ignore[no-untyped-def]
    session = a_breakout()
    for _ in range(20):
        a_sign_up(a_registration(session.event, Status.CONFIRMED), session)
    edited(session, organiser, room="G04")
    db.session.commit()
    with statements() as asked:
        edited(session, organiser, room="G05")
    asked.within(12)  # the letters that wait are looked up together, and stay as they are
