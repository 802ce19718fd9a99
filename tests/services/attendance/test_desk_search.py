"""Finding somebody at the desk: accents, order, initials; confirmed people first; never somebody of another event."""

from __future__ import annotations

import pytest
from flask import Flask

from app.models import Event, Status
from app.services.attendance import desk_search, occasions
from tests.factories.events import an_event, moment
from tests.factories.registrations import a_registration


@pytest.fixture
def event(app: Flask) -> Event:
    event = an_event(starts_at=moment(0, 9))
    for given, family in (("Åsa", "ØDEGÅRD"), ("Jan", "VAN DEN BERGHE"), ("Zoë", "O’NEILL"), ("", "SUKARNO")):
        a_registration(event, Status.CONFIRMED, given_name=given or None, family_name=family)
    a_registration(event, Status.WITHDRAWN, given_name="Jana", family_name="NOVÁKOVÁ")
    a_registration(an_event(), Status.CONFIRMED, given_name="Jan", family_name="ELSEWHERE")
    return event


def names(event: Event, typed: str) -> list[str | None]:
    return [
        match.registration.family_name for match in desk_search.matching(occasions.of(event), typed).matches
    ]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("odegard", ["ØDEGÅRD"]),
        ("ØDEGÅRD åsa", ["ØDEGÅRD"]),
        ("asa o", ["ØDEGÅRD"]),
        ("degår", ["ØDEGÅRD"]),
        ("o'neill", ["O’NEILL"]),
        ("berghe jan", ["VAN DEN BERGHE"]),
        ("j v", ["VAN DEN BERGHE"]),
        ("J.V.", ["VAN DEN BERGHE"]),
        ("jv", ["VAN DEN BERGHE"]),
        ("jvb", ["VAN DEN BERGHE"]),
        ("jan", ["VAN DEN BERGHE", "NOVÁKOVÁ"]),
        ("sukarno", ["SUKARNO"]),
        ("elsewhere", []),
        ("%", []),
        ("___", []),
        ("", []),
    ],
)
def test_people_are_found_as_they_are_asked_for(event: Event, typed: str, found: list[str]) -> None:
    assert names(event, typed) == found


def test_a_body_finds_its_people(event: Event) -> None:
    assert len(names(event, "moldova")) == 5


def test_who_was_replaced_is_not_offered(event: Event) -> None:
    gone = a_registration(event, Status.WITHDRAWN, family_name="REPLACED", replaced=True)
    assert gone.family_name not in names(event, "replaced")


def test_long_lists_are_cut_and_say_so(event: Event) -> None:
    for _ in range(desk_search.MOST):
        a_registration(event, Status.CONFIRMED, given_name="Jan")
    found = desk_search.matching(occasions.of(event), "jan")
    assert (len(found.matches), found.more) == (desk_search.MOST, True)


def test_endless_input_is_looked_at_in_part(event: Event) -> None:
    assert names(event, "x " * 100_000) == []
