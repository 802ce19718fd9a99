"""What somebody asks for, checked against the event: affiliation, mode, sessions; and who counts as the same person."""

from __future__ import annotations

import pytest

from app.lib.clock import now
from app.models import Category, Event, Mode
from app.services import applications
from app.services.errors import (
    AffiliationMissing,
    BodyDoesNotFit,
    ModeNotOffered,
    SessionNotOffered,
    SessionsOverlap,
)
from tests.factories.applications import an_application
from tests.factories.bodies import a_body
from tests.factories.events import a_session, an_event

GUEST = Category.GUEST


@pytest.fixture
def event(app: object) -> Event:
    return an_event()


# The same person --------------------------------------------------------------------------------------------------


def key(given: str | None, family: str, email: str = "a@b.example") -> str:
    return an_application(GUEST, given_name=given, family_name=family, email=email).identity


@pytest.mark.parametrize(
    ("given", "family"),
    [
        ("Jean-Marc", "Œuvrard"),
        ("Œuvrard", "Jean-Marc"),
        ("jean marc", "OEUVRARD"),
        ("MARC", "Oeuvrard Jean"),
        (None, "Jean Marc Œuvrard"),
    ],
)
def test_accents_ligatures_case_and_order_make_nobody_else(given: str | None, family: str) -> None:
    assert key(given, family) == key("Jean-Marc", "ŒUVRARD")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("Ana", "RUSU"), ("Ion", "RUSU")),
        (("Ana", "RUSU"), ("Ana Maria", "RUSU")),
        (("Ana", "RUSU"), (None, "RUSU")),
        (("Ніна", "ШЕВЧЕНКО"), ("Ганна", "ШЕВЧЕНКО")),
        (("გიორგი", "ბერიძე"), ("ნინო", "ბერიძე")),
        (("Անի", "ՀԱԿՈԲՅԱՆ"), ("Արամ", "ՀԱԿՈԲՅԱՆ")),
    ],
)
def test_another_name_is_another_person(one: tuple[str | None, str], other: tuple[str | None, str]) -> None:
    assert key(*one) != key(*other)


def test_the_address_is_compared_without_blanks_and_case() -> None:
    assert key("Ana", "RUSU", " A@B.Example ") == key("Ana", "RUSU")
    assert key("Ana", "RUSU", "other@b.example") != key("Ana", "RUSU")


# Affiliation and mode ---------------------------------------------------------------------------------------------


def test_the_body_is_found(event: Event) -> None:
    assert applications.check(event, an_application()).body is a_body("MD")
    assert applications.check(event, an_application(GUEST)).body is None


def test_a_body_that_is_not_there_does_not_fit(event: Event) -> None:
    with pytest.raises(BodyDoesNotFit):
        applications.check(event, an_application(GUEST, body_id=99999))


def test_the_body_must_fit_the_category(event: Event) -> None:
    with pytest.raises(BodyDoesNotFit):
        applications.check(event, an_application(Category.OBSERVER, body_id=a_body("MD").id))
    with pytest.raises(AffiliationMissing):
        applications.check(event, an_application(GUEST, body_text=None))


@pytest.mark.parametrize(
    ("held", "taken"),
    [(Mode.IN_PERSON, Mode.ONLINE), (Mode.ONLINE, Mode.IN_PERSON), (Mode.HYBRID, Mode.HYBRID)],
)
def test_only_modes_of_the_event(event: Event, held: Mode, taken: Mode) -> None:
    event.mode = held
    with pytest.raises(ModeNotOffered):
        applications.check(event, an_application(mode=taken))


# Sessions ---------------------------------------------------------------------------------------------------------


def test_sessions_are_given_in_the_order_of_their_start(event: Event) -> None:
    late, early = a_session(event, 5, sign_up=True), a_session(event, 1, sign_up=True)
    assert applications.check_sessions(event, (late.id, early.id)) == [early, late]
    assert applications.check_sessions(event, (late.id, late.id)) == [late]
    assert applications.check_sessions(event, ()) == []


def test_sessions_that_cannot_be_chosen(event: Event) -> None:
    fine = a_session(event, 1, sign_up=True)
    elsewhere = a_session(an_event(), 1, sign_up=True)
    without_sign_up = a_session(event, 2)
    cancelled = a_session(event, 3, sign_up=True, cancelled_at=now())
    for wrong in (elsewhere.id, without_sign_up.id, cancelled.id, 99999):
        with pytest.raises(SessionNotOffered):
            applications.check_sessions(event, (fine.id, wrong))


def test_sessions_that_overlap_are_named(event: Event) -> None:
    long = a_session(event, 1, sign_up=True)
    long.ends_at = a_session(event, 3).ends_at
    inside = a_session(event, 2, sign_up=True)
    with pytest.raises(SessionsOverlap) as refusal:
        applications.check_sessions(event, (inside.id, long.id))
    assert refusal.value.values == {"first": long.title, "second": inside.title}


def test_sessions_that_touch_do_not_overlap(event: Event) -> None:
    first, second = a_session(event, 1, sign_up=True), a_session(event, 2, sign_up=True)
    assert applications.check_sessions(event, (first.id, second.id)) == [first, second]
