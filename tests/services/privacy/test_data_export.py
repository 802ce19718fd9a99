"""A copy of all that is kept: everything of this person, nothing of others, no secret; the same in words on paper."""

from __future__ import annotations

import io
import json

import pytest
from flask import Flask
from pypdf import PdfReader
from sqlalchemy import select

from app.extensions import Base, db
from app.models import AccessLink, AuditEntry, Person, Registration
from app.services.actors import staff
from app.services.privacy import data_export, data_words, holdings
from app.services.privacy.data_export import Format
from tests.factories.bodies import a_body
from tests.factories.data_subjects import MARKS, somebody
from tests.factories.events import an_event
from tests.factories.mandates import a_mandate
from tests.factories.registrations import a_registration
from tests.factories.users import an_administrator

# What points to a person or a registration and is not theirs: answered by the worker and gone, or about the delegation.
NOT_GATHERED = {"link_request"}


@pytest.fixture
def registration(app: Flask) -> Registration:
    return somebody(mandate=True)


def person_of(registration: Registration) -> Person:
    assert registration.person is not None
    return registration.person


def words_of(registration: Registration, language: str = "en", *, needs: bool = True) -> str:
    found = holdings.of_person(person_of(registration))
    sections = data_words.sections(found, language, with_needs=needs)
    return "\n".join(
        f"{section.heading} | {row.question} | {row.text} | {row.note}"
        for section in sections
        for row in section.rows
    )


def test_the_file_for_machines_has_everything(registration: Registration) -> None:
    file = data_export.file_of(holdings.of_person(person_of(registration)), Format.JSON, "en")
    found = json.loads(file.content)
    text = file.content.decode()
    assert [mark for mark in MARKS if mark not in text] == []
    assert found["format"] == "police-network/personal-data"
    assert found["mandates"][0]["body"]["code"] == "MD"
    one = found["registrations"][0]
    assert one["status"] == "confirmed"
    assert one["needs"] == {"diet": "Marked diet", "access": "Marked access"}
    assert one["history"][0]["note"] == "Marked note"
    assert found["records"][-1]["action"] == "registration.changed"


def test_the_words_have_what_the_file_has_but_the_text_of_letters(registration: Registration) -> None:
    words = words_of(registration)
    assert [mark for mark in MARKS if mark not in words] == ["Marked subject", "Marked letter"]
    assert "Registration changed: function" in words


def test_needs_stand_in_the_words_only_where_they_are_asked_for(registration: Registration) -> None:
    assert "Marked diet" not in words_of(registration, needs=False)
    assert "Marked access" not in words_of(registration, needs=False)


def test_the_paper_says_the_same_in_both_languages(registration: Registration) -> None:
    found = holdings.of_person(person_of(registration))
    for language, title in (("en", "What is kept about you"), ("fr", "Ce qui est conservé à votre sujet")):
        file = data_export.file_of(found, Format.PDF, language)
        text = "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(file.content)).pages)
        assert title in text
        assert "Անահիտ ՀԱԿՈԲՅԱՆ" in text
        assert "Marked diet" in text


def test_no_secret_and_nobody_else_is_handed_out(registration: Registration) -> None:
    other = a_registration(registration.event, family_name="SOMEBODY-ELSE", email="else@igp.example")
    a_mandate(a_body("FR"))
    user = an_administrator(name="Named Administrator")
    data_export.note(person_of(registration), Format.JSON, staff(user))
    text = data_export.file_of(
        holdings.of_person(person_of(registration)), Format.JSON, "en"
    ).content.decode()
    for link in db.session.scalars(select(AccessLink)):
        assert link.token_digest not in text
    for secret in (registration.identity_key, other.family_name, other.email, user.name, user.email):
        assert secret
        assert secret not in text


def test_a_registration_that_is_linked_to_nobody_yet_is_the_persons_too(registration: Registration) -> None:
    later = a_registration(
        an_event(),
        given_name="Anahit",
        family_name="MARKED-FAMILY",
        email="marked@igp.example",
        function="Later function",
    )
    assert later.person_id is None
    assert "Later function" in words_of(registration)


def test_the_private_link_gives_its_own_registration_alone(registration: Registration) -> None:
    other = somebody_again(registration)
    text = json.dumps(data_export.as_json(holdings.of_registration(registration)))
    assert registration.reference in text
    assert other.reference not in text
    assert json.loads(text)["mandates"] == []


def somebody_again(registration: Registration) -> Registration:
    return a_registration(an_event(), person=registration.person)


def test_lines_about_another_with_the_same_number_are_left_out(registration: Registration) -> None:
    """An invented event that was removed may have left the number of a registration to somebody else."""
    line = db.session.scalars(select(AuditEntry).where(AuditEntry.subject_id == registration.id)).all()[-1]
    earlier = AuditEntry(
        at=registration.created_at.replace(year=2020),
        actor_kind=line.actor_kind,
        action="registration.declined",
        subject_kind="registration",
        subject_id=registration.id,
        fields=[],
    )
    db.session.add(earlier)
    db.session.flush()
    assert "Declined" not in words_of(registration)


def test_handing_out_is_on_record(registration: Registration) -> None:
    data_export.note(person_of(registration), Format.PDF, staff(an_administrator()))
    db.session.flush()
    line = db.session.scalars(select(AuditEntry).order_by(AuditEntry.id)).all()[-1]
    assert (line.action, line.subject_kind, line.fields) == ("data.exported", "person", ["pdf", "needs"])


@pytest.mark.sqlite_only
def test_every_table_about_somebody_is_gathered(registration: Registration) -> None:
    """A new table that points to a person or a registration has to be gathered, or named above with a reason."""
    pointing = {
        table.name
        for table in Base.metadata.tables.values()
        for key in table.foreign_keys
        if key.column.table.name in {"person", "registration"}
    }
    gathered = {
        "access_link",
        "check_in",
        "letter",
        "mandate",
        "needs",
        "registration",
        "session_role",
        "sign_up",
    }
    gathered |= {"status_change", "substitute"}
    assert pointing - NOT_GATHERED == gathered
