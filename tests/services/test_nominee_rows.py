"""Several people named at once: every wrong row is told by its number, every right one is kept."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from app.extensions import db
from app.lib.clock import now
from app.lib.handed_tables import as_text, pasted
from app.models import Event, Language, Letter, Mode, Place, Registration, Role
from app.models.labels import label
from app.services import nominee_rows
from app.services.actors import correspondent
from app.services.delegation_errors import NominationsClosed, RoleDoesNotFit, TooManyRows
from app.services.nominee_rows import Line
from tests.factories.bodies import a_body
from tests.factories.events import a_quota, an_event
from tests.factories.mandates import a_correspondent
from tests.factories.registrations import a_registration


@pytest.fixture
def event(app: Flask) -> Event:
    return an_event(nominations_until=now() + timedelta(days=30))


def lines(text: str) -> list[Line]:
    return nominee_rows.lines(pasted(text), Language.FR)


def test_columns_are_found_by_their_heads_in_any_order() -> None:
    english = lines("E-mail\tRole\tFamily name\tGiven  NAME\tNotes\nana@igp.example\tHead\tCEBOTARI\tAna\tx")
    french = lines("Prénom;Nom;Courriel;Langue\nAna;CEBOTARI;<ana@igp.example>;anglais")
    assert english[0].nominee is not None
    assert french[0].nominee is not None
    assert (english[0].number, english[0].nominee.role) == (2, Role.HEAD)
    assert (english[0].nominee.language, french[0].nominee.language) == (Language.FR, Language.EN)
    assert english[0].nominee.given_name == french[0].nominee.given_name == "Ana"
    assert french[0].nominee.email == "ana@igp.example"


def test_without_heads_the_order_is_that_of_the_form() -> None:
    [line] = lines("Ana\tCEBOTARI\tana@igp.example\tHead of unit")
    assert line.number == 1
    assert line.nominee is not None
    assert (line.nominee.family_name, line.nominee.function) == ("CEBOTARI", "Head of unit")


def test_what_stands_behind_the_function_is_the_part_and_is_not_lost() -> None:
    head, unknown, none = lines(
        "Ana\tCEBOTARI\tana@igp.example\tHead of unit\tCheffe de délégation\n"
        "Ion\tRUSU\tion@igp.example\t\tdriver\nMia\tPOPA\tmia@igp.example\t\t"
    )
    assert head.nominee is not None
    assert head.nominee.role is Role.HEAD
    assert unknown.problem == nominee_rows.UNKNOWN_ROLE
    assert none.nominee is not None
    assert none.nominee.role is None


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ("Ana\t\tana@igp.example", nominee_rows.NO_NAME),
        ("Ana\t123\tana@igp.example", nominee_rows.NOT_A_NAME),
        (f"Ana\t{'x' * 101}\tana@igp.example", nominee_rows.TOO_LONG),
        ("Ana\tCEBOTARI\tana at igp", nominee_rows.NO_ADDRESS),
        ("Ana\tCEBOTARI", nominee_rows.NO_ADDRESS),
    ],
)
def test_a_wrong_row_is_told(row: str, problem: str) -> None:
    assert [(line.number, line.problem) for line in lines(row)] == [(1, problem)]


def test_a_role_or_a_language_that_nobody_knows() -> None:
    found = lines("Nom;E-mail;Role;Langue\nA;a@x.example;boss;\nB;b@x.example;;de")
    assert [line.problem for line in found] == [nominee_rows.UNKNOWN_ROLE, nominee_rows.UNKNOWN_LANGUAGE]


def test_a_person_who_stands_there_twice() -> None:
    text = "Ana\tCEBOTARI\tana@igp.example\nAna\tCebotari\tANA@igp.example\nCEBOTARI\tAna\tana@igp.example"
    first, second, third = lines(text)
    assert first.nominee is not None
    assert (second.nominee, second.number) == (None, 2)
    assert third.nominee is None


def test_what_is_right_is_kept(event: Event) -> None:
    body = a_body("MD")
    actor = correspondent(a_correspondent(body))
    a_quota(event, 1, body=body)
    known = a_registration(event, body=body, given_name="Vlad", family_name="POPA", email="v@igp.example")
    rows = lines(
        "Given name\tFamily name\tE-mail\n"
        "Ana\tCEBOTARI\tana@igp.example\n"
        "Vlad\tPOPA\tv@igp.example\n"
        "Ion\t\tion@igp.example\n"
        "Ion\tRUSU\tion@igp.example"
    )
    outcomes = nominee_rows.nominate(event.id, body.id, rows, actor)
    db.session.commit()
    assert [outcome.number for outcome in outcomes] == [2, 3, 4, 5]
    assert [outcome.registration is not None for outcome in outcomes] == [True, False, False, True]
    assert outcomes[1].refusal is not None
    assert outcomes[1].refusal.values["reference"] == known.reference
    assert outcomes[2].problem == nominee_rows.NO_NAME
    places = db.session.scalars(
        select(Registration.place).where(Registration.id != known.id).order_by(Registration.id)
    ).all()
    assert places == [Place.HELD, Place.WAITING]
    assert len(db.session.scalars(select(Letter.id)).all()) == 2


def test_how_somebody_takes_part(event: Event) -> None:
    first, second, third = lines(
        "Nom;E-mail;Participation\nA;a@x.example;en ligne\nB;b@x.example;\nC;c@x.example;maybe"
    )
    assert first.nominee is not None
    assert second.nominee is not None
    assert (first.nominee.mode, second.nominee.mode) == (Mode.ONLINE, None)
    assert third.problem == nominee_rows.UNKNOWN_MODE


def test_a_part_that_the_body_does_not_know_is_told(event: Event) -> None:
    body = a_body("INTERPOL")
    rows = lines("Nom;E-mail;Role\nA;a@x.example;alternate\nB;b@x.example;head")
    wrong, right = nominee_rows.nominate(event.id, body.id, rows, correspondent(a_correspondent(body)))
    assert isinstance(wrong.refusal, RoleDoesNotFit)
    assert right.registration is not None


def test_what_would_happen_is_told_and_nothing_happens(event: Event) -> None:
    body = a_body("MD")
    actor = correspondent(a_correspondent(body))
    a_quota(event, 1, body=body)
    rows = lines("Ana\tCEBOTARI\tana@igp.example\nIon\tRUSU\tion@igp.example\nMia\t\tmia@igp.example")
    foreseen = nominee_rows.foresee(event.id, body.id, rows, actor)
    assert [outcome.place for outcome in foreseen] == [Place.HELD, Place.WAITING, None]
    assert [outcome.is_right for outcome in foreseen] == [True, True, False]
    assert not db.session.scalars(select(Registration.id)).all()
    assert not db.session.scalars(select(Letter.id)).all()
    done = nominee_rows.nominate(event.id, body.id, rows, actor)
    assert [outcome.place for outcome in done] == [Place.HELD, Place.WAITING, None]


def test_a_refusal_that_concerns_all_is_told_once(event: Event) -> None:
    body = a_body("MD")
    actor = correspondent(a_correspondent(body))
    rows = lines("Ana\tCEBOTARI\tana@igp.example")
    with pytest.raises(TooManyRows):
        nominee_rows.nominate(event.id, body.id, rows * (nominee_rows.MOST_AT_ONCE + 1), actor)
    event.nominations_until = now() - timedelta(seconds=1)
    for do in (nominee_rows.nominate, nominee_rows.foresee):
        with pytest.raises(NominationsClosed):
            do(event.id, body.id, rows, actor)


def test_what_is_left_keeps_its_head_and_reads_the_same_again() -> None:
    headed = pasted(
        "Given name\tFamily name\tE-mail\tFunction\nAna\tCEBOTARI\tana@x.example\n\nIon\tRUSU\tion\tHead, unit, a, b"
    )
    left = nominee_rows.without(headed, {2})
    assert left == [headed[0], ["Ion", "RUSU", "ion", "Head, unit, a, b"]]
    assert pasted(as_text(left)) == left
    bare = [["Ana", "CEBOTARI", "ana", "Head, of, a, unit"], ["Ion", "RUSU", "ion@x.example"]]
    assert pasted(as_text(nominee_rows.without(bare, {2}))) == bare[:1]
    assert nominee_rows.without(headed, {2, 4}) == []


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_words_that_the_page_uses_are_understood(language: str) -> None:
    words = [(role, label(role, language)) for role in Role]
    text = "\n".join(
        f"{'A' * number};{number}@x.example;{word}" for number, (_role, word) in enumerate(words, 1)
    )
    found = lines(f"Name;E-mail;Role\n{text}")
    assert [line.nominee and line.nominee.role for line in found] == [role for role, _word in words]
    text = "\n".join(
        f"{'B' * number};{number}@x.example;{label(mode, language)};{label(spoken, language)}"
        for number, (mode, spoken) in enumerate(zip([Mode.IN_PERSON, Mode.ONLINE], Language, strict=True), 1)
    )
    both = [line.nominee for line in lines(f"Name;E-mail;Participation;Language\n{text}")]
    assert [nominee and (nominee.mode, nominee.language) for nominee in both] == [
        (Mode.IN_PERSON, Language.EN),
        (Mode.ONLINE, Language.FR),
    ]
