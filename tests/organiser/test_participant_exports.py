"""The files hold exactly what the list shows, read again by other programs, and nobody takes them away unnoticed."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from app.extensions import db
from app.lib.clock import now
from app.models import (
    AuditEntry,
    Category,
    Event,
    EventStatus,
    Mode,
    Needs,
    Place,
    Registration,
    Role,
    Status,
)
from app.services.lists.list_columns import COLUMNS, USUAL
from tests.factories.bodies import a_body
from tests.factories.events import an_event
from tests.factories.many_registrations import many_registrations
from tests.factories.registrations import a_registration
from tests.factories.users import an_organiser
from tests.organiser.list_files import handed_out, rows_of
from tests.organiser.test_participants import check_in, listed, names
from tests.pages import Visitor
from tests.signing_in import sign_in
from tests.statement_count import Statements

Counting = Callable[[], AbstractContextManager[Statements]]
HOSTILE = '=HYPERLINK("http://evil.example","x")'


def exported(
    visitor: Visitor, event: Event, form: str, query: str = "", **chosen: Any
) -> list[dict[str, Any]]:
    answer = handed_out(listed(visitor, event, query).follow("Export"), form, **chosen)
    assert answer.status_code == 200
    today = event.local(now()).date().isoformat()
    name = f"{event.slug}-participants-{today}.{form.split('_')[0]}"
    assert name in answer.headers["Content-Disposition"]
    assert answer.headers["Cache-Control"] == "no-store"
    return rows_of(answer, form)


def somebody(event: Event, **changes: Any) -> Registration:
    facts = {
        "role": Role.HEAD,
        "family_name": "CEBOTARI",
        "own_script_name": "Ана ЧЕБОТАРИ",
        "title": "Dr",
        "function": "Adviser",
        "service": "IGP",
        "email": "a@igp.example",
        "registered_at": datetime(2026, 7, 1, 22, 30, tzinfo=UTC),
        "confirmed_at": datetime(2026, 12, 1, 10, 0, tzinfo=UTC),
        **changes,
    }
    return a_registration(event, Status.CONFIRMED, **facts)


@pytest.mark.parametrize("form", ["csv", "csv_semicolon", "xlsx"])
def test_a_row_holds_everything_but_the_needs(organiser: Visitor, form: str) -> None:
    event = an_event()
    registration = somebody(event)
    db.session.add(Needs(registration_id=registration.id, diet="no nuts"))
    entry = check_in(registration)
    entry.at = datetime(2027, 1, 20, 8, 41, tzinfo=UTC)
    (row,) = exported(organiser, event, form)
    moments = {
        "Registered (Europe/Paris)": datetime(2026, 7, 2, 0, 30),
        "Confirmed (Europe/Paris)": datetime(2026, 12, 1, 11, 0),
        "First check-in (Europe/Paris)": datetime(2027, 1, 20, 9, 41),
    }
    if form != "xlsx":
        moments = {name: f"{moment:%Y-%m-%d %H:%M}" for name, moment in moments.items()}  # type: ignore[misc]
    assert row == {
        "Reference": registration.reference,
        "Family name": "CEBOTARI",
        "Given name": "Ana",
        "Name in the person’s own script": "Ана ЧЕБОТАРИ",
        "Title or rank": "Dr",
        "Function": "Adviser",
        "Service": "IGP",
        "Body, code": "MD",
        "Body": "Republic of Moldova",
        "Category": "delegate of a member state",
        "Part in the delegation": "head of delegation",
        "Group": "member states",
        "Takes part": "in person",
        "Registration": "confirmed",
        "Place": "place held",
        "Language": "English",
        "E-mail address": "a@igp.example",
        **moments,
    }


def test_the_file_speaks_the_language_of_the_page(organiser: Visitor) -> None:
    event = an_event()
    somebody(event, category=Category.OBSERVER, role=Role.DELEGATE, mode=Mode.ONLINE, body=a_body("CA"))
    organiser.get("/?lang=fr")
    (row,) = exported(organiser, event, "csv")
    assert row["Nom de famille"] == "CEBOTARI"
    assert (row["Catégorie"], row["Groupe"], row["Participation"]) == (
        "observateur·rice",
        "observateurs",
        "en ligne",
    )


def test_discreet_people_stay_discreet(organiser: Visitor) -> None:
    event = an_event()
    registration = somebody(event, discreet=True)
    for form in ("csv", "xlsx"):
        (row,) = exported(organiser, event, form, "?q=cebotari")
        assert row["Family name"] == "Representative"
        assert row["Body"] == "Republic of Moldova"
        told = set(map(str, row.values()))
        assert not told & {"Ana", "CEBOTARI", "Ана ЧЕБОТАРИ", "Dr", "Adviser", "IGP", registration.email}


@pytest.mark.parametrize("form", ["csv", "csv_semicolon", "xlsx", "json"])
def test_hostile_names_are_inert_and_otherwise_unchanged(organiser: Visitor, form: str) -> None:
    event = an_event()
    hostile = [
        HOSTILE,
        "@SUM(1)",
        "-2+3",
        "\t=1",
        'a"b;c,d',
        "x;=1+1",
        "<b>&amp;",
        "‮gnorw",
        "İI",
        "n\r\nn",
        "Ω" * 90,
        "+33 1 2",
    ]
    for number, name in enumerate(hostile):
        a_registration(event, family_name=name, given_name="A", function=name, email=f"{number}@x.example")
    page = listed(organiser, event, "?sort=since")
    rows = exported(organiser, event, form, "?sort=since")
    shown = [" ".join(name.removeprefix("A").split()) for name in names(page)]
    written = [str(row["Family name"]) for row in rows]
    assert [" ".join(name.split()) for name in hostile] == shown
    if form in {"xlsx", "json"}:
        assert [" ".join(name.split()) for name in written] == shown
    else:
        assert [" ".join(name.replace("'", "").split()) for name in written] == shown
        assert written.pop() == "+33 1 2", "a telephone number is none to calculate with"
        assert all(name.lstrip()[:1] not in {"=", "+", "-", "@"} for name in written)
        assert ";=" not in written[5]


@pytest.mark.parametrize("form", ["csv", "xlsx", "json"])
@pytest.mark.parametrize(
    "query", ["", "?status=confirmed&group=others", "?q=adviser&sort=-name", "?place=waiting&sort=since"]
)
def test_the_rows_are_those_of_the_list_on_all_its_pages_in_its_order(
    organiser: Visitor, form: str, query: str
) -> None:
    event = an_event()
    many_registrations(event, 120)
    page = listed(organiser, event, query)
    shown = names(page)
    while page.soup.select("a[rel=next]"):
        page = page.follow("Next")
        shown += names(page)
    rows = exported(organiser, event, form, query)
    assert [f"{row['Given name'] or ''} {row['Family name']}".strip() for row in rows] == shown
    assert page.one(".figs div:first-child b").get_text() == str(len(rows))


def test_whoever_takes_the_list_away_is_written_down(organiser: Visitor) -> None:
    event = an_event()
    somebody(event)
    a_registration(event)
    exported(
        organiser, event, "xlsx", "?q=cebotari&status=confirmed&status=validated&body=MD", purpose="checking"
    )
    (entry,) = db.session.scalars(select(AuditEntry))
    assert (entry.action, entry.subject_kind, entry.subject_id, entry.event_id) == (
        "participants.exported",
        "event",
        event.id,
        event.id,
    )
    assert entry.fields == [
        "search",
        "body=MD",
        "status=validated",
        "status=confirmed",
        "format=xlsx",
        "number=1",
        "purpose=checking",
        *(f"column={code}" for code in USUAL),
    ]


@pytest.mark.parametrize("form", ["csv", "xlsx", "json"])
def test_ten_and_a_thousand_take_the_same_statements(
    organiser: Visitor, statements: Counting, form: str
) -> None:
    event = an_event()
    slug = event.slug
    found = set()
    for more in (10, 990):
        many_registrations(event, more)
        db.session.commit()
        page = listed(organiser, slug).follow("Export")
        with statements() as asked:
            assert handed_out(page, form, columns=list(COLUMNS)).status_code == 200
        found.add(len(asked))
    assert len(found) == 1, found


def test_other_events_and_other_forms_give_no_file(client: Visitor) -> None:
    own, other = an_event(), an_event()
    a_registration(own)
    a_registration(other)
    visitor = sign_in(client, an_organiser(own))
    typed = listed(visitor, own).follow("Export").fields("#list-file") | {"purpose": "organising"}
    target = "/organiser/events/{}/participants/export"
    assert visitor.post(target.format(other.slug), data={**typed, "format": "csv"}).status_code == 404
    for form in ("", "pdf", "csv\x00"):
        assert visitor.post(target.format(own.slug), data={**typed, "format": form}).status_code == 400
    del typed["csrf_token"]
    assert visitor.post(target.format(own.slug), data={**typed, "format": "csv"}).status_code == 400
    assert not db.session.scalars(select(AuditEntry)).all()


def test_an_archived_event_can_still_be_exported(organiser: Visitor) -> None:
    event = an_event(starts_at=now() - timedelta(days=99))
    a_registration(event, Status.CONFIRMED, place=Place.HELD)
    event.status = EventStatus.ARCHIVED
    assert len(exported(organiser, event, "csv")) == 1


def test_an_erased_person_leaves_the_row(organiser: Visitor) -> None:
    event = an_event()
    registration = somebody(event)
    registration.family_name = registration.given_name = registration.own_script_name = registration.email = (
        None
    )
    registration.anonymised_at = now()
    (row,) = exported(organiser, event, "csv")
    assert (row["Family name"], row["Given name"], row["E-mail address"]) == ("Name erased", "", "")
