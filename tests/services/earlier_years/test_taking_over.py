"""Lists of earlier years taken over: everybody or nobody, and the same list twice changes nothing."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.extensions import db
from app.models import (
    AuditEntry,
    Category,
    CheckIn,
    Event,
    EventStatus,
    Letter,
    Mode,
    Origin,
    Person,
    Place,
    Registration,
    Role,
    Status,
    StatusChange,
)
from app.services.earlier_years.earlier_errors import CameIsOnRecord, NotOverYet, PeopleOfOurOwn
from app.services.earlier_years.list_kinds import ListKind
from app.services.errors import LimitBelowHeld
from app.services.statistics import event_figures
from tests.factories.earlier_years import NAMED, UNNAMED, an_earlier_event, imported, long_ago, looked
from tests.factories.events import an_event
from tests.factories.registrations import a_registration


def number(row: type) -> int:
    return db.session.scalar(select(func.count()).select_from(row)) or 0


def people(event: Event) -> list[Registration]:
    return list(
        db.session.scalars(
            select(Registration).where(Registration.event_id == event.id).order_by(Registration.id)
        )
    )


def total(event: Event) -> dict[str, int | None]:
    db.session.expire_all()
    figures = event_figures.figures_of(event).summary.total
    return {
        code: figures[code] for code in ("registered", "confirmed", "attended", "absent", "states_attended")
    }


def test_a_list_with_names_is_taken_over(app: Flask) -> None:
    event = an_earlier_event()
    imported(event, NAMED)
    ana, giorgi, _jurgen, eva, li = people(event)
    assert (ana.given_name, ana.family_name, ana.email) == ("Ana", "CEBOTARI", "ana@igp.example")
    assert (ana.category, ana.role, ana.body and ana.body.code) == (
        Category.MEMBER_STATE_DELEGATE,
        Role.HEAD,
        "MD",
    )
    assert (giorgi.status, giorgi.place, giorgi.origin) == (Status.CONFIRMED, Place.HELD, Origin.IMPORT)
    assert (eva.category, li.body_id, li.role) == (Category.OBSERVER, None, None)
    assert {one.person_id for one in people(event)} == {None}
    assert number(Letter) == number(Person) == 0
    assert {(line.day, line.mode) for line in db.session.scalars(select(CheckIn))} == {(None, Mode.IN_PERSON)}
    assert total(event) == {"registered": 5, "confirmed": 5, "attended": 3, "absent": 2, "states_attended": 2}


def test_each_has_the_steps_that_staff_would_have_taken(app: Flask) -> None:
    imported(event := an_earlier_event(), UNNAMED, ListKind.EVERYONE)
    steps = db.session.scalars(
        select(StatusChange)
        .where(StatusChange.registration_id == people(event)[0].id)
        .order_by(StatusChange.id)
    )
    assert [(one.status_from, one.status_to, one.place_from, one.place_to) for one in steps] == [
        (None, Status.SUBMITTED, None, Place.HELD),
        (Status.SUBMITTED, Status.CONFIRMED, Place.HELD, Place.HELD),
    ]


def test_a_list_without_names_is_of_nobody_from_the_start(app: Flask) -> None:
    event = an_earlier_event()
    imported(event, UNNAMED, ListKind.ONLY_WHO_CAME)
    assert len(people(event)) == 10
    for one in people(event):
        assert one.anonymised_at is not None
        assert (one.family_name, one.email, one.identity_key, one.body_text, one.sort_name) == (
            None,
            None,
            None,
            None,
            "",
        )
    assert total(event) == {
        "registered": None, "confirmed": None, "attended": 10, "absent": None, "states_attended": 2,
    }  # fmt: skip


def test_names_older_than_the_period_are_not_kept(app: Flask) -> None:
    event = long_ago()
    found = imported(event, NAMED)
    assert found.outlook is not None
    assert not found.outlook.names_kept
    assert {one.family_name for one in people(event)} == {None}
    assert total(event)["attended"] == 3


@pytest.mark.parametrize("kind", ListKind)
@pytest.mark.parametrize("text", [NAMED, UNNAMED])
@pytest.mark.parametrize("past", [an_earlier_event, long_ago])
def test_the_same_list_twice_changes_nothing(app: Flask, kind: ListKind, text: str, past: type) -> None:
    if kind is ListKind.WITH_CAME and text is UNNAMED:
        text = text.replace("people\n", "people;Came\n").replace("Delegate;2", "Delegate;2;yes")
    event = past()
    imported(event, text, kind)
    before = total(event), number(CheckIn), number(StatusChange), number(AuditEntry)
    again = looked(event, text, kind)
    assert again.outlook is not None
    assert not again.outlook.changes
    assert again.outlook.known == len(people(event))
    assert before == (total(event), number(CheckIn), number(StatusChange), number(AuditEntry))


def test_a_longer_list_adds_the_rest(app: Flask) -> None:
    event = an_earlier_event()
    imported(event, NAMED)
    found = imported(event, NAMED + "Maria;ROSSI;;Italy;Delegate;;;yes\n")
    assert found.outlook is not None
    assert len(found.outlook.new) == 1
    imported(other := an_earlier_event(), UNNAMED, ListKind.ONLY_WHO_CAME)
    imported(other, UNNAMED.replace("MD;Delegate;2", "MD;Delegate;5"), ListKind.ONLY_WHO_CAME)
    assert (len(people(event)), len(people(other))) == (6, 13)


def test_who_came_is_added_to_who_was_registered(app: Flask) -> None:
    event = an_earlier_event()
    imported(event, NAMED, ListKind.EVERYONE)
    assert total(event)["attended"] is None
    found = imported(event, NAMED)
    assert found.outlook is not None
    assert (len(found.outlook.new), len(found.outlook.came)) == (0, 3)
    assert total(event)["attended"] == 3


def test_who_was_registered_is_added_to_who_came(app: Flask) -> None:
    event = an_earlier_event()
    imported(event, UNNAMED, ListKind.ONLY_WHO_CAME)
    imported(event, UNNAMED.replace("MD;Delegate;2", "MD;Delegate;4"), ListKind.EVERYONE)
    assert not event.only_who_came
    assert total(event) == {
        "registered": 12,
        "confirmed": 12,
        "attended": 10,
        "absent": 2,
        "states_attended": 2,
    }


def test_a_list_that_does_not_say_who_came_cannot_follow_one_that_does(app: Flask) -> None:
    event = an_earlier_event()
    imported(event, NAMED)
    refused = looked(event, NAMED + "Maria;ROSSI;;Italy;Delegate;;;\n", ListKind.EVERYONE)
    assert isinstance(refused.refusal, CameIsOnRecord)
    assert not refused.is_right


def test_days_are_recorded_where_the_list_has_them(app: Flask) -> None:
    event = an_earlier_event()
    imported(event, "State;Day 1;Day 2\nMD;x;x\nMD;x;\nGeorgia;;\n")
    figures = event_figures.figures_of(event)
    assert [day.seen for day in figures.days] == [2, 1]
    assert figures.summary.total["attended"] == 2


def test_more_people_than_places_are_refused_with_the_numbers(app: Flask) -> None:
    event = an_earlier_event(capacity_in_person=9)
    with pytest.raises(LimitBelowHeld) as refused:
        imported(event, UNNAMED, ListKind.ONLY_WHO_CAME)
    assert (refused.value.values["held"], refused.value.values["limit"]) == (10, 9)


@pytest.mark.parametrize("status", [EventStatus.DRAFT, EventStatus.CANCELLED])
def test_an_event_that_did_not_take_place_has_no_list(app: Flask, status: EventStatus) -> None:
    with pytest.raises(NotOverYet):
        looked(an_earlier_event(status=status), UNNAMED)
    with pytest.raises(NotOverYet):
        looked(an_event(), UNNAMED)


def test_an_event_with_registrations_of_its_own_has_no_list(app: Flask) -> None:
    event = an_earlier_event()
    a_registration(event, Status.DECLINED)
    with pytest.raises(PeopleOfOurOwn):
        looked(event, UNNAMED)


def test_that_it_was_imported_is_on_record_with_numbers_only(app: Flask) -> None:
    event = an_earlier_event()
    imported(event, NAMED)
    [entry] = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "history.imported"))
    assert entry.fields == ["list=with_came", "rows:5", "people:5", "new:5", "named:5", "check_ins:3"]
    assert entry.subject_id == event.id
