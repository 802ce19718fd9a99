"""The columns of the list as a file: chosen, put in order, filled; in every form the same, and never more than one may see."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from app.extensions import db
from app.lib.clock import now
from app.models import (
    AuditEntry,
    Category,
    CheckInKind,
    Event,
    Mode,
    Needs,
    Origin,
    Place,
    Status,
)
from app.services.lists.list_columns import COLUMNS, USUAL
from tests.factories.attendance import a_check_in, undone
from tests.factories.events import a_session, an_event
from tests.factories.registrations import a_registration, a_sign_up
from tests.organiser.list_files import handed_out, lines_of, rows_of
from tests.pages import Page, Visitor

FORMS = ["csv", "csv_semicolon", "xlsx", "json"]


def opened(visitor: Visitor, event: Event, query: str = "") -> Page:
    return visitor.visit(f"/organiser/events/{event.slug}/participants/export{query}")


def ticked(page: Page) -> list[str]:
    return [str(box["value"]) for box in page.soup.select("input[name=columns][checked]")]


def order(page: Page) -> list[str]:
    return [str(line["data-code"]) for line in page.soup.select("ol[data-order] > li")]


def read(visitor: Visitor, event: Event, form: str, **chosen: Any) -> list[dict[str, Any]]:
    answer = handed_out(opened(visitor, event), form, **chosen)
    assert answer.status_code == 200, answer.text
    return rows_of(answer, form)


def in_json(visitor: Visitor, event: Event, **chosen: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(handed_out(opened(visitor, event), "json", **chosen).data)[
        "rows"
    ]
    return found


def held(**changes: Any) -> Event:
    """A conference of two days that is over."""
    return an_event(
        starts_at=datetime(2026, 6, 9, 7, tzinfo=UTC),
        ends_at=datetime(2026, 6, 10, 15, tzinfo=UTC),
        **changes,
    )


def test_the_usual_columns_are_chosen_at_first(organiser: Visitor) -> None:
    event = an_event()
    a_registration(event)
    page = opened(organiser, event)
    assert set(ticked(page)) == set(USUAL)
    assert order(page) == list(USUAL)
    assert "The file holds one person." in page.text
    assert {str(box["value"]) for box in page.soup.select("input[name=columns]")} == set(COLUMNS)


def test_columns_are_moved_without_a_script(organiser: Visitor) -> None:
    event = an_event()
    a_registration(event, family_name="CEBOTARI")
    page = opened(organiser, event).submit("#list-file", "arrange=yes", columns=["email", "body", "status"])
    assert order(page) == ["body", "status", "email"], "as they stood before"
    page = page.submit("#list-file", "move=up.email").submit("#list-file", "move=up.email")
    assert order(page) == ["email", "body", "status"]
    page = page.submit("#list-file", "move=up.email").submit("#list-file", "move=down.status")
    assert order(page) == ["email", "body", "status"], "there is nothing beyond the ends"
    page = page.submit("#list-file", "move=down.body", columns=["email", "body", "family_name", "status"])
    assert order(page) == ["email", "status", "body", "family_name"], "what was ticked since comes last"
    page = page.submit("#list-file", "move=sideways.body", columns=["family_name", "email"])
    assert order(page) == ["email", "family_name"]
    assert lines_of(handed_out(page, "csv"), "csv")[0] == ["E-mail address", "Family name"]


def test_the_order_and_the_filters_survive_another_language(organiser: Visitor) -> None:
    event = an_event()
    a_registration(event)
    page = opened(organiser, event, "?status=confirmed")
    assert "These filters find nobody." in page.text
    page = page.submit("#list-file", "move=up.body", columns=["email", "body", "status"])
    values = page.fields("#list-file") | {"lang": "fr"}
    again = Page(organiser, organiser.post(str(page.one("[name=lang]")["formaction"]), data=values))
    assert "La liste sous forme de fichier" in again.text
    assert order(again) == ["body", "status", "email"]
    assert "status=confirmed" in str(again.one("#list-file")["action"])


@pytest.mark.parametrize("columns", [None, ["gender"], ["diet", "access"], ["identity_key", "badge_code"]])
def test_a_file_has_columns_and_only_those_of_the_page(organiser: Visitor, columns: list[str] | None) -> None:
    event = an_event()
    db.session.add(Needs(registration_id=a_registration(event).id, diet="no nuts"))
    answer = handed_out(opened(organiser, event), "csv", columns=columns)
    assert answer.status_code == 422
    assert "Choose at least one column." in answer.text
    assert not db.session.scalars(select(AuditEntry)).all()


def full() -> Event:
    """An event at which somebody did everything that a column can tell."""
    event = held()
    first, second = (
        a_session(event, title_en="Drones", title_fr="Drones", sign_up=True),
        a_session(event, 2, title_en="=1+1", title_fr="=1+1", sign_up=True),
    )
    a_session(event, 3, title_en="Plenary")
    who = a_registration(
        event,
        Status.CONFIRMED,
        family_name="CEBOTARI",
        registered_at=datetime(2026, 3, 28, 23, 30, tzinfo=UTC),
        confirmed_at=datetime(2026, 3, 29, 1, 30, tzinfo=UTC),
        consent_photographs=True,
        first_recorded=True,
    )
    a_sign_up(who, first)
    a_sign_up(who, second, Place.WAITING)
    a_check_in(who, date(2026, 6, 9), at=datetime(2026, 6, 9, 6, 41, tzinfo=UTC))
    a_check_in(who, date(2026, 6, 9), first, at=datetime(2026, 6, 9, 7, 5, tzinfo=UTC))
    a_check_in(who, date(2026, 6, 9), kind=CheckInKind.OUT, at=datetime(2026, 6, 9, 12, tzinfo=UTC))
    online = {"mode": Mode.ONLINE, "at": datetime(2026, 6, 10, 7, tzinfo=UTC)}
    a_check_in(who, date(2026, 6, 10), minutes=90, **online)
    a_check_in(who, date(2026, 6, 10), second, minutes=55, **online)
    a_registration(event, family_name="DELTA", place=Place.WAITING, category=Category.GUEST, walk_in=True)
    undone(a_check_in(a_registration(event, Status.CONFIRMED, family_name="ECHO")))
    return event


def test_every_column_says_what_is_known(organiser: Visitor) -> None:
    event = full()
    rows = {row["family_name"]: row for row in in_json(organiser, event, columns=list(COLUMNS))}
    who, waits, undid = (rows[name] for name in ("CEBOTARI", "DELTA", "ECHO"))
    sessions = [code for code in who if code.startswith("session_")]
    assert [who[code] and who[code]["code"] for code in sessions] == ["held", "waiting"]
    assert [waits[code] for code in sessions] == [None, None]
    assert (who["came"], who["days_attended"], who["minutes_online"]) == (True, 2, 90)
    assert (who["day_2026-06-09"], who["day_2026-06-10"]) == (True, True)
    assert (undid["came"], undid["days_attended"], undid["minutes_online"]) == (False, 0, None)
    assert (waits["day_2026-06-09"], waits["first_check_in"]) == (False, None)
    assert who["first_check_in"] == "2026-06-09T08:41:00+02:00"
    assert who["registered_at"] == "2026-03-29T00:30:00+01:00"
    assert who["confirmed_at"] == "2026-03-29T03:30:00+02:00", "the clocks had been changed in between"
    assert (who["consent_photographs"], who["consent_lists"]) == (True, False)
    assert (who["first_recorded"], waits["first_recorded"]) == (True, None)
    assert (who["walk_in"], waits["walk_in"]) == (False, True)
    assert waits["waiting_since"] is not None
    assert who["origin"] == {"code": "public", "name": who["origin"]["name"]}
    assert who["status"] == {"code": "confirmed", "name": "confirmed"}
    assert set(USUAL) < set(who)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_form_holds_the_same(organiser: Visitor, language: str) -> None:
    event = full()
    organiser.get(f"/?lang={language}")
    yes, no = ("oui", "non") if language == "fr" else ("yes", "no")

    def plain(cell: object) -> str:
        if isinstance(cell, dict):
            return str(cell["name"])
        if isinstance(cell, bool):
            return yes if cell else no
        if isinstance(cell, datetime):
            return f"{cell:%Y-%m-%d %H:%M}"
        if isinstance(cell, float):
            return f"{cell:g}"
        text = "" if cell is None else str(cell)
        return (
            text[:16].replace("T", " ") if text[4:5] == "-" and text[10:11] == "T" else text.removeprefix("'")
        )

    read_back = []
    for form in FORMS:
        rows = read(organiser, event, form, columns=list(COLUMNS))
        read_back.append(
            [{name.removeprefix("'"): plain(cell) for name, cell in row.items()} for row in rows]
        )
    assert len(read_back[0]) == 3
    assert read_back[0] == read_back[1] == read_back[2] == read_back[3]
    assert [name for name in read_back[0][0] if name.startswith("=1+1")], "a heading is a text as well"


def test_where_nothing_was_recorded_nobody_stayed_away(organiser: Visitor) -> None:
    event = held()
    a_registration(event, Status.CONFIRMED)
    (row,) = in_json(organiser, event, columns=["came", "days_attended", "days", "first_check_in"])
    assert set(row.values()) == {None}
    late = a_registration(event, Status.CONFIRMED)
    a_check_in(late, date(2026, 6, 10))
    first, second = sorted(in_json(organiser, event, columns=["came", "days"]), key=lambda row: row["came"])
    assert first == {"came": False, "day_2026-06-09": None, "day_2026-06-10": False}
    assert second == {"came": True, "day_2026-06-09": None, "day_2026-06-10": True}


def test_of_an_imported_list_no_day_and_no_moment_is_made_up(organiser: Visitor) -> None:
    event = held()
    somebody = a_registration(event, Status.CONFIRMED, origin=Origin.IMPORT, family_name=None, email=None)
    a_check_in(somebody).day = None
    (row,) = in_json(
        organiser, event, columns=["family_name", "came", "days_attended", "days", "first_check_in"]
    )
    assert row["family_name"] == "Name erased"
    assert row["came"] is True
    assert {row[code] for code in row if code not in {"family_name", "came"}} == {None}


def test_json_says_what_it_is_about(organiser: Visitor) -> None:
    event = an_event(title_en="Rome </script>", fictional=True)
    answer = handed_out(opened(organiser, event), "json", columns=["email"])
    assert answer.mimetype == "application/json"
    assert answer.headers["Cache-Control"] == "no-store"
    said = json.loads(answer.data)
    assert said["event"] == {
        "code": event.slug,
        "title": "Rome </script>",
        "year": event.year,
        "fictional": True,
    }
    assert (said["language"], said["time_zone"]) == ("en", "Europe/Paris")
    assert datetime.fromisoformat(said["made_at"]) <= now() + timedelta(seconds=1)
    assert (said["columns"], said["rows"]) == ([{"code": "email", "name": "E-mail address"}], [])
