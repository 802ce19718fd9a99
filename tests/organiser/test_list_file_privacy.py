"""What a list as a file never tells: genders, needs without a reason, those who are not to be known; and what is on record."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import select

from app.extensions import db
from app.models import (
    AuditEntry,
    Needs,
    Status,
)
from app.services.lists.list_columns import COLUMNS, NEEDS
from tests.factories.bodies import a_body
from tests.factories.events import an_event
from tests.factories.registrations import a_registration
from tests.organiser.list_files import handed_out, rows_of
from tests.organiser.test_list_file_columns import FORMS, held, opened
from tests.pages import Visitor

SECRET = {
    "given_name": "Mihaela",
    "family_name": "VERDE",
    "own_script_name": "Михаэла",
    "title": "Col.",
    "function": "Undercover",
    "service": "SIS",
    "email": "m@sis.example",
}


@pytest.mark.parametrize("purpose", ["", "activity_report", "something else"])
def test_without_a_purpose_nothing_leaves(organiser: Visitor, purpose: str) -> None:
    event = an_event()
    a_registration(event)
    page = opened(organiser, event).submit("#list-file", "format=csv", purpose=purpose, columns=["email"])
    assert page.status == 422
    assert "Choose what the file is for." in page.one("#purpose-error").get_text()
    assert page.one(".problem a")["href"] == "#purpose"
    assert [str(box["value"]) for box in page.soup.select("input[name=columns][checked]")] == ["email"], (
        "what was chosen is kept"
    )
    assert not db.session.scalars(select(AuditEntry)).all()


def test_gender_is_no_column(organiser: Visitor) -> None:
    assert not [code for code in {**COLUMNS, **NEEDS} if "gender" in code]
    event = an_event()
    a_registration(event)
    for form in FORMS:
        content = handed_out(opened(organiser, event), form, columns=[*COLUMNS, "gender"]).data
        assert b"woman" not in content
        assert b"ender" not in content


def test_needs_stand_in_a_file_for_meals_and_assistance_alone(organiser: Visitor) -> None:
    event = an_event()
    eats, other = a_registration(event, family_name="ALPHA"), a_registration(event, family_name="BETA")
    hidden = a_registration(event, Status.CONFIRMED, family_name="GAMMA")
    for who, diet, access in ((eats, "no nuts", "ramp"), (hidden, "kosher", None)):
        db.session.add(Needs(registration_id=who.id, diet=diet, access=access))
    page = opened(organiser, event, "?status=submitted")
    refused = page.submit("#list-file", "format=csv", purpose="organising", needs="y")
    assert refused.status == 422
    assert "for meals and assistance only" in refused.one("#needs-error").get_text()
    assert not db.session.scalars(select(AuditEntry)).all()
    for form in FORMS:
        answer = handed_out(page, form, purpose="care", needs="y", columns=["family_name"])
        rows = {row["Family name"]: row for row in rows_of(answer, form)}
        assert set(rows) == {"ALPHA", "BETA"}
        assert (rows["ALPHA"]["Diet"], rows["ALPHA"]["Access and assistance"]) == ("no nuts", "ramp")
        assert not rows["BETA"]["Diet"]
    opened_lines = db.session.execute(
        select(AuditEntry.subject_id, AuditEntry.fields).where(
            AuditEntry.action == "registration.needs_opened"
        )
    ).all()
    assert opened_lines == [(eats.id, ["access", "diet", "purpose=care"])] * len(FORMS)
    assert other.id not in {line[0] for line in opened_lines}
    assert "kosher" not in handed_out(page, "csv", purpose="care").text


def test_without_the_tick_no_need_is_read(organiser: Visitor) -> None:
    event = an_event()
    db.session.add(Needs(registration_id=a_registration(event).id, diet="no nuts"))
    for form in FORMS:
        answer = handed_out(opened(organiser, event), form, purpose="care", columns=[*COLUMNS, *NEEDS])
        assert b"no nuts" not in answer.data
        assert "Diet" not in rows_of(answer, form)[0]
    actions = set(db.session.scalars(select(AuditEntry.action)))
    assert actions == {"participants.exported"}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("for_others", [None, "y"])
def test_nobody_is_known_by_any_column_who_is_not_to_be(
    organiser: Visitor, form: str, for_others: str | None
) -> None:
    event = held()
    a_registration(event, Status.CONFIRMED, discreet=True, consent_lists=True, **SECRET)
    known = a_registration(event, Status.CONFIRMED, family_name="CEBOTARI", title="Dr", consent_lists=False)
    agreed = a_registration(event, Status.CONFIRMED, family_name="WEISS", title="Ms", consent_lists=True)
    answer = handed_out(
        opened(organiser, event, "?sort=since"), form, columns=list(COLUMNS), for_others=for_others
    )
    first, second, third = rows_of(answer, form)
    assert first["Family name"] == "Representative"
    told = json.dumps([first], ensure_ascii=False, default=str)
    assert not [word for word in SECRET.values() if word in told]
    assert third["Family name"] == "WEISS"
    assert (third["Title or rank"], third["E-mail address"]) == ("Ms", agreed.email)
    if for_others:
        assert second["Family name"] == "Representative"
        assert not any(second[name] for name in ("Given name", "Title or rank", "E-mail address", "Function"))
    else:
        assert (second["Family name"], second["E-mail address"]) == ("CEBOTARI", known.email)


def test_the_trail_holds_what_was_taken_and_what_for(organiser: Visitor) -> None:
    event = an_event()
    a_registration(event)
    page = opened(organiser, event, "?status=submitted")
    handed_out(page, "json", purpose="venue", columns=["body", "reference"], for_others="y")
    (entry,) = db.session.scalars(select(AuditEntry))
    assert entry.fields == [
        "status=submitted",
        "format=json",
        "number=1",
        "purpose=venue",
        "column=reference",
        "column=body",
        "for_others",
    ]


@pytest.mark.parametrize(("sort", "place"), [("", -1), ("name", -1), ("-name", 0)])
@pytest.mark.parametrize("discreet", [True, False])
def test_in_a_file_for_others_a_place_among_names_tells_no_name(
    organiser: Visitor, sort: str, place: int, discreet: bool
) -> None:
    event, body = an_event(), a_body("MD")
    for name in ("ALPHA", "BETA", "DELTA", "OMEGA"):
        hidden = name == "BETA"
        facts = {"discreet": hidden and discreet, "consent_lists": discreet or not hidden}
        a_registration(event, body=body, family_name=name, **facts)
    page = opened(organiser, event, f"?sort={sort}")
    names = [row["Family name"] for row in rows_of(handed_out(page, "csv", for_others="y"), "csv")]
    assert names.pop(place) == "Representative"
    assert names in (["ALPHA", "DELTA", "OMEGA"], ["OMEGA", "DELTA", "ALPHA"])
