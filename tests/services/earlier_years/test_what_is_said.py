"""What papers, copies and figures say of people from a list: what the list says, and nothing more."""

from __future__ import annotations

import json
from datetime import timedelta

from flask import Flask
from sqlalchemy import select

from app.extensions import db
from app.lib.clock import now
from app.models import Category, CheckIn, Event, Mode, Registration
from app.services import people, registering, verifying
from app.services.attendance import person_log
from app.services.earlier_years.list_kinds import ListKind
from app.services.papers import certificates
from app.services.papers.paper_kinds import Options, Selection
from app.services.privacy import data_export, data_words, holdings
from app.services.privacy.data_export import Format
from app.services.statistics import event_figures
from tests.factories.applications import an_application
from tests.factories.earlier_years import NAMED, UNNAMED, an_earlier_event, imported
from tests.factories.events import an_event

ANA = {"given_name": "Ana", "family_name": "CEBOTARI", "email": "ana@igp.example"}
ONLINE = "Name;State;Mode\nANA;MD;online\n"


def first_of(event: Event) -> Registration:
    query = select(Registration).where(Registration.event_id == event.id).order_by(Registration.id)
    return db.session.scalars(query.limit(1)).one()


def test_a_certificate_names_no_day_that_the_list_does_not(app: Flask) -> None:
    event = an_earlier_event(mode=Mode.HYBRID)
    imported(event, ONLINE, ListKind.ONLY_WHO_CAME)
    [page] = certificates.gather(event, Selection(), Options()).facts["pages"]
    assert page["days"][0] == ""
    assert "online" in page["took_part"][0]


def test_a_certificate_names_the_day_that_the_list_tells(app: Flask) -> None:
    event = an_earlier_event()
    imported(event, "Name;State;Day 2\nANA;MD;x\n", ListKind.ONLY_WHO_CAME)
    [page] = certificates.gather(event, Selection(), Options()).facts["pages"]
    assert page["days"][0].startswith("Days attended: ")


def test_the_log_of_a_person_claims_no_hour(app: Flask) -> None:
    imported(event := an_earlier_event(), NAMED)
    [line] = person_log.of(first_of(event))
    assert (line.imported, line.late, line.on_another_day(event)) == (True, False, False)


def test_the_copy_for_the_person_claims_no_hour(app: Flask) -> None:
    imported(event := an_earlier_event(), NAMED)
    one = first_of(event)
    found = holdings.of_registration(one)
    said = json.loads(data_export.file_of(found, Format.JSON, "en").content)
    assert [(row["day"], row["at"]) for row in said["registrations"][0]["check_ins"]] == [(None, None)]
    words = [
        row.question for section in data_words.sections(found, "en", with_needs=True) for row in section.rows
    ]
    assert "day not recorded" in words


def test_what_was_never_asked_is_not_recorded(app: Flask) -> None:
    event = an_earlier_event()
    imported(event, UNNAMED, ListKind.ONLY_WHO_CAME)
    found = event_figures.figures_of(event).breakdowns
    attended = {
        code: {key: numbers["attended"] for key, numbers in found[code]}
        for code in ("gender", "language", "role", "first_recorded")
    }
    assert attended == {
        "gender": {"unrecorded": 10}, "language": {"unrecorded": 10},
        "role": {None: 4, "unrecorded": 6}, "first_recorded": {None: 10},
    }  # fmt: skip


def test_when_people_of_a_list_registered_is_in_no_week(app: Flask) -> None:
    event = an_earlier_event()
    imported(event, UNNAMED, ListKind.EVERYONE)
    figures = event_figures.figures_of(event)
    assert sum(week.total for week in figures.weeks) == 0
    assert figures.letters == []


def verified(**changes: object) -> bool | None:
    """Whether somebody who registers now takes part for the first time on record."""
    event = an_event([Category.MEMBER_STATE_DELEGATE])
    registration = registering.register(event.id, an_application(**{**ANA, **changes}))
    db.session.flush()
    verifying.confirm_address(registration.id)
    return people.is_first_recorded(registration)


def test_whoever_is_on_a_list_was_there_before(app: Flask) -> None:
    imported(an_earlier_event(), NAMED)
    assert verified() is False


def test_whoever_is_not_recognised_may_be_on_a_list(app: Flask) -> None:
    imported(an_earlier_event(), NAMED)
    assert verified(family_name="RUSU") is None


def test_the_log_holds_the_moment_of_the_import(app: Flask) -> None:
    imported(an_earlier_event(), NAMED)
    lines = db.session.scalars(select(CheckIn)).all()
    assert all(now() - line.received_at < timedelta(minutes=5) for line in lines)
    assert {line.desk for line in lines} == {None}
