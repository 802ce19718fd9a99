"""Finding somebody who asks: the whole address, or whole words of the name; never a guess, and always on record."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from app.extensions import db
from app.models import AuditEntry, Status
from app.services.actors import staff
from app.services.privacy import finding
from tests.factories.bodies import a_body
from tests.factories.data_subjects import somebody
from tests.factories.events import an_event
from tests.factories.mandates import a_mandate
from tests.factories.people import a_person
from tests.factories.registrations import a_registration
from tests.factories.users import an_administrator


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("marked@igp.example", True),
        (" MARKED@IGP.EXAMPLE ", True),
        ("anahit marked-family", True),
        ("Marked-Family, Anahit", True),
        ("ՀԱԿՈԲՅԱՆ", True),
        ("arked@igp.example", False),
        ("igp.example", False),
        ("anah", False),
        ("marked function", False),
        ("%", False),
        ("@", False),
        ("", False),
    ],
)
def test_who_is_found(app: Flask, words: str, found: bool) -> None:
    somebody()
    a_registration(an_event())
    assert len(finding.find(words)) == (1 if found else 0)


def test_a_correspondent_who_was_never_registered(app: Flask) -> None:
    a_mandate(a_body("MD"), a_person(given_name="Élodie", family_name="ŒUVRE", email="Élodie@igp.example"))
    assert len(finding.find("elodie oeuvre")) == 1
    assert len(finding.find("élodie@IGP.example")) == 1


def test_a_registration_of_nobody_who_is_known(app: Flask) -> None:
    made = a_registration(an_event(), Status.UNVERIFIED, email="new@igp.example", family_name="NEWCOMER")
    found = finding.find("newcomer")
    assert ([*found.persons], [*found.registrations]) == ([], [made])


def test_a_persons_unlinked_registration_is_not_shown_beside_the_person(app: Flask) -> None:
    somebody()
    same = {"given_name": "Anahit", "family_name": "MARKED-FAMILY", "email": "marked@igp.example"}
    a_registration(an_event(), Status.UNVERIFIED, **same)
    found = finding.find("marked@igp.example")
    assert (len(found.persons), len(found.registrations)) == (1, 0)


def test_one_mailbox_of_several_people_finds_them_all(app: Flask) -> None:
    event = an_event()
    for name in ("ONE", "TWO"):
        a_registration(event, family_name=name, email="unit@igp.example", person=a_person(family_name=name))
    assert len(finding.find("unit@igp.example").persons) == 2


def test_of_many_only_the_first_are_shown(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(finding, "MOST", 2)
    event = an_event()
    for number in range(3):
        a_registration(event, family_name="MANY", email=f"many{number}@igp.example")
    found = finding.find("many")
    assert len(found) == 2
    assert found.too_many


def test_that_somebody_was_looked_for_is_on_record_without_the_words(app: Flask) -> None:
    somebody()
    for words in ("marked@igp.example", "anahit"):
        finding.note(words, finding.find(words), staff(an_administrator()))
    db.session.flush()
    lines = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "person.searched")).all()
    assert [line.fields for line in lines] == [["email", "found=1"], ["name", "found=1"]]
