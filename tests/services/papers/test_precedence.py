"""The order of precedence: bodies by the alphabet of a language, heads first, names withheld tell nothing by their place."""

from __future__ import annotations

import pytest

from app.models import BodyKind, Category, Event, Language, Registration, Role, Status
from app.services.papers.precedence import Delegation, Section, delegations, in_turn
from tests.factories.bodies import a_body
from tests.factories.events import an_event
from tests.factories.registrations import a_registration


@pytest.fixture
def event(app: object) -> Event:
    return an_event()


def of(event: Event, body: str, family: str, **changes: object) -> Registration:
    return a_registration(event, Status.CONFIRMED, body=a_body(body), family_name=family, **changes)


def named(_person: Registration) -> bool:
    return False


def names(listed: list[Delegation]) -> list[list[str | None]]:
    return [[person.family_name for person in one.people] for one in listed]


@pytest.mark.parametrize(
    ("order", "bodies"), [(Language.EN, ["AT", "DE", "MD"]), (Language.FR, ["DE", "AT", "MD"])]
)
def test_states_follow_the_alphabet_of_a_language(event: Event, order: Language, bodies: list[str]) -> None:
    people = [of(event, code, code) for code in ("MD", "DE", "AT")]
    listed = delegations(people, order, named)
    assert [one.body.code for one in listed if one.body] == bodies


def test_ligatures_stand_among_their_letters(event: Event) -> None:
    for number, sort in enumerate(("odense", "oeland", "ofoten")):
        a_body(f"X{number}", sort_en=sort)
    people = [of(event, f"X{number}", str(number)) for number in (2, 0, 1)]
    assert names(delegations(people, Language.EN, named)) == [["0"], ["1"], ["2"]]


def test_the_head_comes_first_then_the_correspondent_then_by_name(event: Event) -> None:
    people = [
        of(event, "MD", "ADVISER", role=Role.ADVISER),
        of(event, "MD", "BETA"),
        of(event, "MD", "ALPHA"),
        of(event, "MD", "CORRESPONDENT", role=Role.NATIONAL_CORRESPONDENT),
        of(event, "MD", "ZULU", role=Role.HEAD),
        of(event, "MD", "ALTERNATE", role=Role.ALTERNATE),
    ]
    listed = names(delegations(people, Language.EN, named))
    assert listed == [["ZULU", "CORRESPONDENT", "ALPHA", "BETA", "ALTERNATE", "ADVISER"]]


def test_who_has_no_name_comes_last_among_equals_and_in_no_order_of_names(event: Event) -> None:
    people = [of(event, "MD", family) for family in ("CHARLIE", "BRAVO", "ALPHA", "DELTA")]
    unnamed = {"BRAVO", "ALPHA"}
    listed = delegations(people, Language.EN, lambda person: person.family_name in unnamed)
    assert names(listed) == [["CHARLIE", "DELTA", "BRAVO", "ALPHA"]]


def test_sections_stand_in_their_order(event: Event) -> None:
    a_body("NET", BodyKind.EUROPEAN_NETWORK)
    a_body("WP", BodyKind.EU_WORKING_GROUP)
    a_body("COMM", BodyKind.EU_INSTITUTION)
    a_body("JP", BodyKind.OTHER_STATE)
    observers = ["COMM", "EUROPOL", "WP", "NET", "INTERPOL", "JP", "CA"]
    people = [
        a_registration(event, Status.CONFIRMED, category=category, family_name=category.name)
        for category in reversed(Category)
        if not category.in_delegation and category is not Category.INTERNAL_PARTNER
    ]
    people += [of(event, "ECCD", "PARTNER", category=Category.INTERNAL_PARTNER)]
    people += [of(event, code, code, category=Category.OBSERVER) for code in observers]
    people += [of(event, "MD", "STATE")]
    listed = delegations(people, Language.EN, named)
    assert [one.section for one in listed] == list(Section)


def test_a_speaker_of_a_state_stands_among_the_speakers(event: Event) -> None:
    speaker = of(event, "MD", "SPEAKER", category=Category.SPEAKER_EXPERT)
    assert delegations([speaker], Language.EN, named)[0].section is Section.SPEAKERS


def test_speakers_stand_by_name_and_neighbours_of_one_affiliation_together(event: Event) -> None:
    people = [
        a_registration(event, category=Category.SPEAKER_EXPERT, family_name=family, body_text=body)
        for family, body in (("DELTA", "Zed"), ("ALPHA", "Zed"), ("BRAVO", "Zed"), ("CHARLIE", "Ay"))
    ]
    listed = delegations(people, Language.EN, named)
    assert names(listed) == [["ALPHA", "BRAVO"], ["CHARLIE"], ["DELTA"]]
    assert [one.body_text for one in listed] == ["Zed", "Ay", "Zed"]


def test_only_the_first_are_asked_for(event: Event) -> None:
    people = [of(event, code, code) for code in ("MD", "DE", "AT")]
    assert names(delegations(people, Language.EN, named, most=2)) == [["AT"], ["DE"]]


def test_a_delegation_speaks_once_and_speakers_each_in_turn(event: Event) -> None:
    people = [of(event, "MD", "ALPHA"), of(event, "MD", "BRAVO")]
    people += [
        a_registration(event, category=Category.SPEAKER_EXPERT, family_name=family, body_text="University")
        for family in ("CHARLIE", "DELTA")
    ]
    listed = delegations(people, Language.EN, named)
    assert names(listed) == [["ALPHA", "BRAVO"], ["CHARLIE", "DELTA"]]
    assert names([*in_turn(listed)]) == [["ALPHA", "BRAVO"], ["CHARLIE"], ["DELTA"]]
