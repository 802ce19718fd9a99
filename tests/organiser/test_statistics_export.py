"""The files of figures: the page on which one chooses them, their versions, pictures and papers, and what is put on record."""

from __future__ import annotations

import json

import pytest
from flask import Flask

from app.extensions import db
from app.models import AuditEntry, Category, Status
from app.services.statistics import snapshots
from tests.factories.attendance import a_check_in
from tests.factories.registrations import a_registration
from tests.factories.users import a_desk_agent, a_statistics_reader, an_organiser
from tests.figure_files import in_csv
from tests.organiser.exported_figures import (
    a_busy_event,
    address,
    an_event_to_come,
    asked,
    exported,
)
from tests.pages import Page, Visitor
from tests.signing_in import sign_in


@pytest.mark.sqlite_only
def test_json_tells_codes_numbers_and_why_one_is_missing(app: Flask, client: Visitor) -> None:
    event = an_event_to_come()
    sign_in(client, an_organiser())
    document = json.loads(exported(client, event, "json", language="fr"))
    assert (document["language"], document["definitions"], document["event"]) == ("fr", 1, event.slug)
    assert (document["source"], document["frozen"]) == ("counted", None)
    groups = next(table for table in document["tables"] if table["code"] == "groups")
    assert groups["total"]["values"]["confirmed"] == 1
    assert groups["total"]["values"]["attended"] is None
    assert groups["total"]["why"]["attended"] == {"code": "not_yet", "name": "pas encore"}
    attended = next(column for column in groups["columns"] if column["code"] == "attended")
    assert attended == {"code": "attended", "name": "Présentes", "unit": "people", "definition": "attended"}


@pytest.mark.sqlite_only
def test_frozen_figures_are_handed_out_until_others_are_asked_for(app: Flask, client: Visitor) -> None:
    event, user = a_busy_event(), an_organiser()
    snapshots.freeze(event, user)
    a_check_in(a_registration(event, Status.CONFIRMED, category=Category.GUEST, body_text="A town"))
    sign_in(client, user)
    frozen, now = (
        in_csv(exported(client, event, "csv", **chosen)).cells["groups", "all", "attended"]
        for chosen in ({}, {"version": "now"})
    )
    assert (frozen, now) == ("3", "4")
    document = json.loads(exported(client, event, "json"))
    assert document["frozen"]["version"] == 1
    assert document["frozen"]["by"] == user.name
    about = in_csv(exported(client, event, "csv")).cells
    assert about["about", "version", "fact"] == "1"
    page = client.visit(f"{address(event)}/export?version=now")
    assert page.fields("form#file")["version"] == "now"
    assert client.visit(f"{address(event)}/export?version=9").fields("form#file")["version"] == "1"


@pytest.mark.sqlite_only
def test_a_picture_is_a_file_of_its_own(app: Flask, client: Visitor) -> None:
    event = a_busy_event()
    sign_in(client, an_organiser())
    picture = exported(client, event, "svg", picture="states", language="fr").decode()
    assert picture.startswith("<?xml")
    assert "<title" in picture
    assert "États" in picture
    assert asked(client, f"{address(event)}/export", format="svg", picture="nothing").status_code == 422


@pytest.mark.sqlite_only
@pytest.mark.parametrize("language", ["en", "fr", "both"])
def test_the_report_is_handed_out_in_one_or_both_languages(
    app: Flask, client: Visitor, language: str
) -> None:
    event = a_busy_event()
    sign_in(client, an_organiser())
    assert exported(client, event, "pdf", language=language).startswith(b"%PDF-")


@pytest.mark.sqlite_only
@pytest.mark.parametrize("form", ["xlsx", "csv", "json", "svg", "pdf"])
def test_a_file_in_french_has_another_name_than_the_same_in_english(
    app: Flask, client: Visitor, form: str
) -> None:
    event = a_busy_event()
    sign_in(client, an_organiser())
    page = f"{address(event)}/export"
    for language in ("en", "fr"):
        answer = asked(client, page, format=form, language=language, picture="groups")
        assert answer.headers["Content-Disposition"].endswith(f"-{language}.{form}")


def test_each_file_is_put_on_record_with_its_purpose(app: Flask, client: Visitor) -> None:
    event, user = a_busy_event(), a_statistics_reader()
    sign_in(client, user)
    exported(client, event, "xlsx", language="fr", purpose="activity_report")
    snapshots.freeze(event, an_organiser())
    exported(client, event, "svg", picture="way")
    entries = db.session.query(AuditEntry).filter_by(action="figures.exported").order_by(AuditEntry.id).all()
    assert [(entry.actor_id, entry.event_id, entry.fields) for entry in entries] == [
        (user.id, event.id, ["xlsx", "fr", "purpose=activity_report"]),
        (user.id, event.id, ["svg", "en", "purpose=evaluation", "version=1", "picture=way"]),
    ]


@pytest.mark.sqlite_only
@pytest.mark.parametrize(
    ("chosen", "refusal"),
    [
        ({"purpose": ""}, "Choose what the file is for."),
        ({"purpose": "my neighbour"}, "Choose from the list"),
        ({"format": "exe"}, "Choose from the list"),
        ({"language": "both"}, "Only the report (PDF) can be in both languages."),
        ({"language": "de"}, "Choose from the list"),
        ({"version": "7"}, "Choose from the list"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(
    app: Flask, client: Visitor, chosen: dict[str, str], refusal: str
) -> None:
    event = a_busy_event()
    snapshots.freeze(event, an_organiser())
    sign_in(client, an_organiser())
    answer = asked(client, f"{address(event)}/export", **chosen)
    assert answer.status_code == 422
    (field,) = chosen
    assert refusal in Page(client, answer).one(f"#{field}-error").get_text()
    assert not db.session.query(AuditEntry).filter_by(action="figures.exported").count()


@pytest.mark.sqlite_only
def test_who_only_checks_people_in_gets_no_file(app: Flask, client: Visitor) -> None:
    event = a_busy_event()
    sign_in(client, a_desk_agent(event))
    assert client.get(f"{address(event)}/export").status_code in {403, 404}
