"""What a list says: its columns by their headings, its words by both languages, its rows with the reason if one is wrong."""

from __future__ import annotations

import pytest
from flask import Flask

from app.models import Category, Event, Gender, Mode, Role
from app.services.earlier_years import list_columns, list_reasons
from app.services.earlier_years.list_columns import CAME_MISSING, NAME_AND_NUMBER, TWO_NAMES, WHO_MISSING
from app.services.earlier_years.list_kinds import ListKind, Question, day_field
from app.services.earlier_years.list_reasons import name_parts
from tests.factories.earlier_years import an_earlier_event, looked


@pytest.fixture
def event(app: Flask) -> Event:
    return an_earlier_event()


def reasons(event: Event, text: str, kind: ListKind = ListKind.ONLY_WHO_CAME) -> list[tuple[int, str]]:
    return [(line.number, line.reason.sentence) for line in looked(event, text, kind).wrong if line.reason]


def test_headings_are_guessed_in_both_languages(event: Event) -> None:
    first, second = (day_field(day) for day in event.days)
    question = Question(event, ListKind.WITH_CAME)
    head = [
        "Prénom",
        "NOM",
        "Courriel",
        "Pays",
        "Qualité",
        "Sexe",
        "Présent",
        "Jour 1",
        event.days[1].isoformat(),
    ]
    assert list_columns.guessed(question, head, {}) == [
        "given_name", "family_name", "email", "body", "category", "gender", "came", first, second,
    ]  # fmt: skip


def test_who_came_is_no_column_of_a_list_that_does_not_say(event: Event) -> None:
    head = ["State", "Attended", "Day 1"]
    assert list_columns.guessed(Question(event, ListKind.EVERYONE), head, {}) == ["body", "", ""]


def test_a_remembered_heading_goes_before_a_guess(event: Event) -> None:
    question = Question(event, ListKind.EVERYONE)
    assert list_columns.guessed(question, ["Post", "State"], {"post": "service"}) == ["service", "body"]


@pytest.mark.parametrize(
    ("head", "problem"),
    [
        ("Gender;Came", WHO_MISSING),
        ("State;Gender", CAME_MISSING),
        ("Name;State;Came;Number", NAME_AND_NUMBER),
        ("State;Day 1", None),
    ],
)
def test_columns_that_do_not_tell_enough_are_told(event: Event, head: str, problem: str | None) -> None:
    assert looked(event, f"{head}\nMD;x;x;x\n").problem == problem


def test_a_column_chosen_twice_or_two_names_are_told(event: Event) -> None:
    question = Question(event, ListKind.EVERYONE)
    assert list_columns.problem(question, ["body", "body"]) == list_columns.TWICE
    assert list_columns.problem(question, ["body", "name", "family_name"]) == TWO_NAMES


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("Ana CEBOTARI", ("Ana", "CEBOTARI")),
        ("VAN DER BERG Jan Piet", ("Jan Piet", "VAN DER BERG")),
        ("Berg, Jan", ("Jan", "Berg")),
        ("Jan P. BERG", ("Jan P.", "BERG")),
        ("Jan Berg", (None, "Jan Berg")),
        ("BERG", (None, "BERG")),
        ("", (None, None)),
    ],
)
def test_a_whole_name_falls_into_its_parts_only_where_it_tells_them(
    name: str, parts: tuple[str | None, str | None]
) -> None:
    assert name_parts(name) == parts


def test_words_of_both_languages_are_known(event: Event) -> None:
    text = "Entité;Catégorie;Rôle;Mode;Genre\nRépublique de Moldova;Délégué;Cheffe de délégation;en présentiel;femme\n"
    [line] = looked(event, text, ListKind.ONLY_WHO_CAME).lines
    assert line.earlier is not None
    assert line.earlier.attributes[0] is Category.MEMBER_STATE_DELEGATE
    assert line.earlier.attributes[2:] == (Role.HEAD, Mode.IN_PERSON, Gender.WOMAN)


@pytest.mark.parametrize("written", ["Royaume Uni", "royaume‑uni", "ROYAUME-UNI", "GB"])
def test_a_body_is_known_without_its_hyphen_or_with_another(event: Event, written: str) -> None:
    [line] = looked(event, f"Name;State\nANA;{written}\n", ListKind.ONLY_WHO_CAME).lines
    assert line.earlier is not None
    assert line.earlier.affiliation == "GB"


@pytest.mark.parametrize(
    ("body", "category"),
    [("MD", Category.MEMBER_STATE_DELEGATE), ("INTERPOL", Category.OBSERVER)],
)
def test_the_body_tells_the_capacity_where_the_list_does_not(
    event: Event, body: str, category: Category
) -> None:
    [line] = looked(event, f"State\n{body}\n", ListKind.ONLY_WHO_CAME).lines
    assert line.earlier is not None
    assert line.earlier.category is category


@pytest.mark.parametrize(
    ("head", "row", "reason"),
    [
        ("Name;State", ";MD", list_reasons.NAME_MISSING),
        ("Name;State", "1234;MD", list_reasons.NOT_A_NAME),
        ("Name;State", f"{'a' * 101};MD", list_reasons.TOO_LONG),
        ("Name;E-mail;State", "ROSSI;nowhere;MD", list_reasons.NO_ADDRESS),
        ("State;Number", "MD;many", list_reasons.NO_NUMBER),
        ("State;Number", "MD;0", list_reasons.NO_NUMBER),
        ("State;Number", "MD;-3", list_reasons.NO_NUMBER),
        ("State;Number", "MD;5001", list_reasons.NO_NUMBER),
        ("State;Number", "MD;²", list_reasons.NO_NUMBER),
        ("State;Category", "Atlantis;Delegate", list_reasons.UNKNOWN_WORD),
        ("State;Category", ";Delegate", list_reasons.BODY_MISSING),
        ("State;Category", "MD;Observer", list_reasons.BODY_DOES_NOT_FIT),
        ("State;Gender", ";F", list_reasons.CATEGORY_MISSING),
        ("State;Category;Role", "MD;Speaker;Head", list_reasons.ROLE_DOES_NOT_FIT),
        ("State;Mode", "MD;online", list_reasons.MODE_NOT_OFFERED),
    ],
)
def test_a_wrong_row_has_its_reason(event: Event, head: str, row: str, reason: str) -> None:
    assert reasons(event, f"{head}\n{row}\nMD;x\n")[0] == (2, reason)


def test_both_heads_of_one_delegation_are_one_too_many(event: Event) -> None:
    text = "State;Role;Number\nMD;Head;1\nMD;Head;1\nGeorgia;Head;2\nAustria;Delegate;2\n"
    assert reasons(event, text) == [(3, list_reasons.HEAD_TWICE), (4, list_reasons.HEAD_TWICE)]


def test_a_day_and_no_contradict_each_other(event: Event) -> None:
    text = "State;Came;Day 1\nMD;no;x\nMD;yes;\nMD;;x\n"
    assert reasons(event, text, ListKind.WITH_CAME) == [(2, list_reasons.CAME_CONTRADICTS)]


def test_two_people_of_one_name_differ_by_address_or_affiliation(event: Event) -> None:
    text = "Name;E-mail;State\nAna RUSU;a@x.example;MD\nAna RUSU;b@x.example;MD\nAna RUSU;;Austria\nRUSU Ana;;Austria\n"
    assert reasons(event, text) == [(5, list_reasons.TWICE)]


def test_more_people_than_a_list_can_have_are_refused(event: Event) -> None:
    text = "State;Number\nMD;3000\nGeorgia;3000\n"
    assert reasons(event, text) == [(1, list_reasons.TOO_MANY)]


def test_every_unknown_word_is_asked_at_once(event: Event) -> None:
    text = "State;Category;Came\nAtlantis;Envoy;perhaps\nMU;Envoy;perhaps\n"
    assert set(looked(event, text).meanings.unknown) == {
        ("body", "atlantis"), ("body", "mu"), ("category", "envoy"), ("came", "perhaps"),
    }  # fmt: skip
