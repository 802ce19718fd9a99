"""Columns that are chosen once: kept under a name, used at every event by all organisers, replaced, removed."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from app.extensions import db
from app.models import AuditEntry, Event, ListChoice
from app.services import participant_export
from app.services.lists import list_choices
from app.services.lists.list_columns import USUAL
from tests.factories.events import an_event
from tests.factories.registrations import a_registration
from tests.factories.users import an_organiser
from tests.organiser.list_files import handed_out, lines_of
from tests.organiser.test_list_file_columns import opened, order, ticked
from tests.pages import Page, Visitor
from tests.signing_in import sign_in

KEEP = "#list-file"


def address(event: Event, rest: str = "") -> str:
    return f"/organiser/events/{event.slug}/participants/export/choices{rest}"


def kept(visitor: Visitor, event: Event, name: str, *columns: str, query: str = "") -> Page:
    page = opened(visitor, event, query)
    values = page.fields(KEEP)
    values.setlist("columns", list(columns))
    values["name"] = name
    (button,) = [one for one in page.soup.select("#keep button") if one.get_text() == "Keep"]
    return Page(visitor, visitor.post(str(button["formaction"]), data=values, follow_redirects=True))


def test_columns_are_kept_and_used_at_another_event(organiser: Visitor) -> None:
    event, other = an_event(), an_event()
    a_registration(other)
    page = kept(organiser, event, "  For the caterer ", "status", "body", query="?status=confirmed")
    assert "These columns are kept as “For the caterer”." in page.text
    assert "status=confirmed" in page.address
    assert page.one("main nav [aria-current]").get_text() == "For the caterer"
    choice = db.session.scalars(select(ListChoice)).one()
    assert (choice.name, choice.columns) == ("For the caterer", ["body", "status"])
    page = opened(organiser, other).follow("For the caterer")
    assert order(page) == ["body", "status"]
    assert lines_of(handed_out(page, "csv"), "csv")[0] == ["Body", "Registration"]
    page = page.follow("the usual ones")
    assert order(page) == list(USUAL)


def test_a_kept_choice_is_replaced_and_removed(organiser: Visitor) -> None:
    event = an_event()
    page = kept(organiser, event, "Short", "body", "status")
    choice_id = db.session.scalars(select(ListChoice.id)).one()
    values = page.fields(KEEP)
    values.setlist("columns", ["email"])
    (button,) = [one for one in page.soup.select("#keep button") if "Short" in one.get_text()]
    page = Page(organiser, organiser.post(str(button["formaction"]), data=values, follow_redirects=True))
    assert "“Short” now stands for these columns." in page.text
    assert order(page) == ["email"]
    page = page.submit(f"form[action*='{choice_id}/remove']")
    assert "“Short” is removed." in page.text
    assert order(page) == list(USUAL)
    assert not db.session.scalars(select(ListChoice)).all()
    lines = db.session.execute(select(AuditEntry.action, AuditEntry.fields).order_by(AuditEntry.id)).all()
    assert lines == [
        ("list_choice.kept", ["body", "status"]),
        ("list_choice.replaced", ["email"]),
        ("list_choice.removed", []),
    ]
    for rest in (f"/{choice_id}", f"/{choice_id}/remove"):
        assert organiser.post(address(event, rest), data=page.fields(KEEP)).status_code == 404
    assert order(opened(organiser, event, f"?choice={choice_id}")) == list(USUAL)


@pytest.mark.parametrize(
    ("name", "columns", "said"),
    [
        ("", ["body"], "Enter a name."),
        ("  \u200b ", ["body"], "Enter a name."),
        ("DELEGUES", ["body"], "There is something of that name already."),
        ("Délégués", ["body"], "There is something of that name already."),
        ("x" * 81, ["body"], "Use 80 characters at most"),
        ("None", [], "Choose at least one column."),
        ("Needs", ["diet", "access", "gender"], "Choose at least one column."),
    ],
)
def test_what_cannot_be_kept_is_said_beside_the_question(
    organiser: Visitor, name: str, columns: list[str], said: str
) -> None:
    event = an_event()
    kept(organiser, event, "Délégués", "email")
    page = kept(organiser, event, name, *columns)
    assert page.status in {409, 422}
    assert said in " ".join(page.all_text(".err"))
    assert page.one("#name")["value"] == name.strip("\u200b ")
    assert set(ticked(page)) == set(columns) - {"diet", "access", "gender"}
    assert [choice.name for choice in db.session.scalars(select(ListChoice))] == ["Délégués"]


def in_its_place(page: Page, *columns: str) -> Page:
    values = page.fields(KEEP)
    values.setlist("columns", list(columns))
    (button,) = [one for one in page.soup.select("#keep button") if "Short" in one.get_text()]
    visitor = page.visitor
    return Page(visitor, visitor.post(str(button["formaction"]), data=values, follow_redirects=True))


def test_the_second_to_replace_them_is_told_and_loses_nothing(organiser: Visitor) -> None:
    event = an_event()
    kept(organiser, event, "Short", "body", "status")
    choice = db.session.scalars(select(ListChoice)).one()
    one, two = (opened(organiser, event, f"?choice={choice.id}") for _ in range(2))
    assert in_its_place(one, "email").status == 200
    told = in_its_place(two, "body", "category")
    assert told.status == 409
    assert "Somebody else has changed this in the meantime." in told.text
    assert told.one("main form dl.facts").get_text(" ", strip=True) == "Short E-mail address"
    assert set(ticked(told)) == {"body", "category"}
    assert choice.columns == ["email"]
    again = in_its_place(told, "body", "category")
    assert "“Short” now stands for these columns." in again.text
    assert choice.columns == ["body", "category"]
    assert in_its_place(one, "body", "category").status == 200, "who wants what stands there is not bothered"


def test_columns_removed_meanwhile_lose_nobody_what_was_chosen(organiser: Visitor) -> None:
    event = an_event()
    kept(organiser, event, "Short", "body")
    choice = db.session.scalars(select(ListChoice)).one()
    page = opened(organiser, event, f"?choice={choice.id}")
    db.session.delete(choice)
    told = in_its_place(page, "status")
    assert told.status == 404
    assert "These columns have been removed meanwhile. Keep yours under a name." in told.text
    assert ticked(told) == ["status"]


def test_needs_are_never_kept(organiser: Visitor) -> None:
    event = an_event()
    page = opened(organiser, event)
    values = page.fields(KEEP)
    for name, value in {"needs": "y", "for_others": "y", "purpose": "care", "name": "Meals"}.items():
        values[name] = value
    values.setlist("columns", ["body", "diet", "access"])
    page = Page(organiser, organiser.post(address(event), data=values, follow_redirects=True))
    assert db.session.scalars(select(ListChoice.columns)).one() == ["body"]
    assert not page.soup.select("#needs[checked], #for_others[checked]")


def test_a_column_that_there_is_no_more_is_passed_over(organiser: Visitor) -> None:
    event = an_event()
    kept(organiser, event, "Old", "body", "status")
    choice = db.session.scalars(select(ListChoice)).one()
    choice.columns = ["fax", "status", "diet", "gender"]
    page = opened(organiser, event, f"?choice={choice.id}")
    assert order(page) == ["status"]
    assert list_choices.columns_of(choice) == ("status",)
    assert participant_export.Chosen.restored(
        {"columns": ["fax", "status"], "needs": False, "for_others": True}
    ) == participant_export.Chosen(("status",), for_others=True)


def test_who_works_with_some_events_uses_what_others_keep(client: Visitor, organiser: Visitor) -> None:
    event = an_event()
    kept(organiser, event, "Short", "body")
    choice_id = db.session.scalars(select(ListChoice.id)).one()
    visitor = sign_in(client, an_organiser(event))
    page = opened(visitor, event).follow("Short")
    assert order(page) == ["body"]
    assert not page.soup.select("#keep, form[action*=remove]")
    for rest in ("", f"/{choice_id}", f"/{choice_id}/remove"):
        assert visitor.post(address(event, rest), data=page.fields(KEEP)).status_code == 403
    assert db.session.scalars(select(ListChoice.columns)).one() == ["body"]
