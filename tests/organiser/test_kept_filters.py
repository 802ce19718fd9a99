"""Filters that are kept under a name: used by all, renamed, replaced, removed; the words of a search never are."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from app.extensions import db
from app.lib.clock import now
from app.models import AuditEntry, Event, Language, SavedFilter, Status
from app.services.lists.saved_filters import MOST
from tests.factories.events import a_session, an_event
from tests.factories.letters import every_letter
from tests.factories.registrations import a_registration
from tests.factories.users import an_organiser
from tests.organiser.test_participants import listed
from tests.pages import Page, Visitor
from tests.signing_in import sign_in
from tests.statement_count import counted

ROW = "nav[aria-label='Kept filters']"


def address(event: Event, rest: str = "", of_list: str = "participants") -> str:
    return f"/organiser/events/{event.slug}/filters/{of_list}{rest}"


def keep(page: Page, name: str, **changes: str) -> Page:
    return page.follow("Keep these filters").submit("form#keep", name=name, **changes)


def only() -> SavedFilter:
    db.session.expire_all()
    return db.session.scalars(select(SavedFilter)).one()


def an_event_of_three() -> Event:
    event = an_event()
    for status in (Status.VALIDATED, Status.VALIDATED, Status.CONFIRMED):
        a_registration(event, status)
    return event


def test_filters_are_kept_counted_used_and_marked(organiser: Visitor) -> None:
    event = an_event_of_three()
    page = keep(listed(organiser, event, "?status=validated&sort=name"), "  To decide ")
    assert page.all_text(".note.ok") == ["These filters are kept as “To decide”."]
    assert page.one(f"{ROW} [aria-current]").get_text() == "To decide 2"
    assert "sort=name" in page.address
    assert not page.soup.select("a:-soup-contains('Keep these filters')"), "they are kept already"
    page = listed(organiser, event)
    assert not page.soup.select(f"{ROW} [aria-current]")
    page = page.follow("To decide")
    assert "status=validated" in page.address
    assert len(page.soup.select("tbody tr")) == 2
    assert (only().name, only().chosen, only().event_id) == ("To decide", {"status": ["validated"]}, event.id)
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "saved_filter.kept")).one()
    assert entry.fields == ["status"]
    assert "To decide" not in str(entry.fields)


def test_what_is_to_be_done_is_kept_as_well(organiser: Visitor) -> None:
    event = an_event_of_three()
    a_registration(event, Status.SUBMITTED)
    keep(listed(organiser, event, "?task=confirm"), "To confirm")
    assert only().chosen == {"task": ["confirm"]}
    page = listed(organiser, event).follow("To confirm")
    assert "task=confirm" in page.address
    assert page.one(f"{ROW} [aria-current]").get_text() == f"To confirm {len(page.soup.select('tbody tr'))}"
    assert len(page.soup.select("tbody tr")) == 2, "who was submitted waits for the correspondent"


def test_the_words_of_a_search_are_never_kept(organiser: Visitor) -> None:
    event = an_event_of_three()
    page = listed(organiser, event, "?q=popescu")
    assert not page.soup.select("a:-soup-contains('Keep these filters')"), "a search alone cannot be kept"
    page = listed(organiser, event, "?q=popescu&status=validated").follow("Keep these filters")
    assert "The words of your search are not kept, because they are names." in page.text
    page = page.submit("form#keep", name="To decide")
    assert page.one("input[name=q]")["value"] == "popescu", "the search goes on"
    assert page.one(f"{ROW} [aria-current]").get_text().startswith("To decide")
    assert only().chosen == {"status": ["validated"]}
    page = organiser.visit(address(event, "/new?search=abc"))
    assert page.submit("form#keep", name="Nothing").status == 422
    assert len(db.session.scalars(select(SavedFilter)).all()) == 1


def test_those_of_every_event_serve_at_another_and_count_its_people(organiser: Visitor) -> None:
    event, other = an_event_of_three(), an_event()
    a_registration(other, Status.VALIDATED)
    keep(listed(organiser, event, "?status=validated"), "Everywhere", scope="everywhere")
    keep(listed(organiser, event, "?status=confirmed"), "Here")
    assert listed(organiser, event).all_text(f"{ROW} .filter") == ["Everywhere 2", "Here 1"]
    assert listed(organiser, other).all_text(f"{ROW} .filter") == ["Everywhere 1"]


def test_filters_of_a_session_are_for_its_event(organiser: Visitor) -> None:
    event = an_event()
    session = a_session(event, sign_up=True)
    a_registration(event)
    page = listed(organiser, event, f"?session={session.id}").follow("Keep these filters")
    assert not page.soup.select("input[type=radio]")
    assert page.submit("form#keep", name="Signed up", scope="everywhere").status == 422
    assert page.submit("form#keep", name="Signed up").status == 200
    assert only().chosen == {"session": [str(session.id)]}
    assert only().event_id == event.id


def test_changed_filters_are_kept_over_the_old_ones(organiser: Visitor) -> None:
    event = an_event_of_three()
    page = keep(listed(organiser, event, "?status=validated"), "Mine")
    page = page.submit("form[role=search]", status=["validated", "confirmed"])
    assert "“Mine”, changed:" in page.text
    page = page.follow("Keep these filters").submit("main form")
    assert "“Mine” now stands for these filters." in page.text
    assert only().chosen == {"status": ["validated", "confirmed"]}
    assert page.one(f"{ROW} [aria-current]").get_text() == "Mine 3"


def test_the_second_to_replace_is_told(organiser: Visitor) -> None:
    event = an_event_of_three()
    page = keep(listed(organiser, event, "?status=validated"), "Mine")
    kept = only().id
    one = organiser.visit(address(event, f"/new?status=confirmed&kept={kept}"))
    two = organiser.visit(address(event, f"/new?status=declined&kept={kept}"))
    one.submit("main form")
    page = two.submit("main form")
    assert page.status == 409
    assert "Somebody else has changed this in the meantime." in page.text
    there, yours = page.all_text("section.sec")
    assert "Confirmed" in there
    assert "Declined" in yours
    assert only().chosen == {"status": ["confirmed"]}
    assert "“Mine” now stands for these filters." in page.submit("form#replace").text
    assert only().chosen == {"status": ["declined"]}


def test_what_was_removed_meanwhile_can_be_kept_anew(organiser: Visitor) -> None:
    event = an_event_of_three()
    keep(listed(organiser, event, "?status=validated"), "Mine")
    page = organiser.visit(address(event, f"/new?status=confirmed&kept={only().id}"))
    organiser.visit(address(event, f"/{only().id}/remove")).submit("main form")
    page = page.submit("main form")
    assert "These filters have been removed meanwhile." in page.text
    page.submit("form#keep", name="Anew")
    assert only().chosen == {"status": ["confirmed"]}


def test_they_are_renamed_and_removed(organiser: Visitor) -> None:
    event = an_event_of_three()
    page = keep(listed(organiser, event, "?status=validated"), "Mine").follow("Change kept filters")
    renamed, late = page.follow("Rename"), page.follow("Rename")
    page = renamed.submit("form#rename", name="Ours")
    assert "The filters are now called “Ours”." in page.text
    late = late.submit("form#rename", name="Theirs")
    assert late.status == 409
    assert "Ours" in late.one(".note.warn").get_text()
    assert late.one("#name")["value"] == "Theirs"
    late.submit("form#rename")
    assert only().name == "Theirs"
    page = organiser.visit(address(event)).follow("Remove")
    assert "Validated" in page.text
    page = page.submit("main form")
    assert "“Theirs” is removed." in page.text
    assert not db.session.scalars(select(SavedFilter)).all()


@pytest.mark.parametrize("name", ["", "   ", "TO DECIDE", "to décide"])
def test_a_name_is_needed_and_not_taken(organiser: Visitor, name: str) -> None:
    event = an_event_of_three()
    keep(listed(organiser, event, "?status=validated"), "To decide")
    page = keep(listed(organiser, event, "?status=confirmed"), name)
    assert page.status in {409, 422}
    assert page.one("#name")["aria-invalid"] == "true"
    assert only().chosen == {"status": ["validated"]}


def test_there_is_a_most(organiser: Visitor) -> None:
    event = an_event_of_three()
    user = an_organiser()
    for number in range(MOST):
        db.session.add(a_kept(event, f"Number {number}", user.id))
    db.session.commit()
    page = keep(listed(organiser, event, "?status=confirmed"), "One more")
    assert page.status == 409
    assert f"{MOST} are kept already" in page.text


def a_kept(event: Event | None, name: str, user_id: int, **chosen: list[str]) -> SavedFilter:
    return SavedFilter(
        of_list="participants", event_id=event.id if event else None, name=name, user_id=user_id, saved_at=now(),
        chosen=chosen or {"status": ["validated"]},
    )  # fmt: skip


def test_whoever_sees_some_events_changes_only_theirs(client: Visitor) -> None:
    event, other = an_event_of_three(), an_event()
    user = an_organiser(event)
    everywhere, others = a_kept(None, "Everywhere", user.id), a_kept(other, "Others", user.id)
    db.session.add_all([everywhere, others])
    db.session.commit()
    sign_in(client, user)
    page = listed(client, event)
    assert page.all_text(f"{ROW} .filter") == ["Everywhere 2"]
    assert not page.follow("Change kept filters").soup.select("a:-soup-contains('Rename')")
    assert client.get(address(event, f"/{everywhere.id}")).status_code == 403
    assert client.get(address(event, f"/{others.id}")).status_code == 404
    assert client.get(address(event, f"/{everywhere.id}", "letters")).status_code == 404
    assert client.get(address(other)).status_code == 404
    page = listed(client, event, "?status=confirmed").follow("Keep these filters")
    assert not page.soup.select("input[type=radio]")


def test_codes_that_are_gone_are_passed_over(organiser: Visitor) -> None:
    event = an_event_of_three()
    user = an_organiser()
    db.session.add(a_kept(event, "Old", user.id, status=["dreamt"], colour=["blue"]))
    db.session.commit()
    page = listed(organiser, event)
    assert page.all_text(f"{ROW} .filter") == ["Old 3"]
    assert "they find everything" in page.follow("Change kept filters").text


def test_each_more_costs_no_statement(organiser: Visitor) -> None:
    event = an_event_of_three()
    user = an_organiser()
    numbers = []
    for name in ("One", "Two", "Three"):
        db.session.add(a_kept(event, name, user.id))
        db.session.commit()
        with counted() as asked:
            listed(organiser, event)
        numbers.append(len(asked))
    assert len(set(numbers)) == 1


def test_filters_of_the_letters_are_kept_as_well(organiser: Visitor) -> None:

    letter = every_letter(Language.EN)["received"]
    event = letter.event
    assert event is not None
    db.session.commit()
    page = organiser.visit(f"/organiser/events/{event.slug}/letters?state={letter.state.value}")
    page = keep(page, "Waiting", scope="everywhere")
    assert page.one(f"{ROW} [aria-current]").get_text().startswith("Waiting 1")
    assert not listed(organiser, event).soup.select(f"{ROW} .filter")
    assert only().of_list == "letters"
    assert "State" in organiser.visit(address(event, of_list="letters")).text


def test_a_session_of_another_event_finds_nobody_and_is_not_named(client: Visitor) -> None:
    event, other = an_event_of_three(), an_event()
    elsewhere = a_session(other, 1, sign_up=True)
    elsewhere.title_en = elsewhere.title_fr = "Undercover"
    user = an_organiser(event)
    db.session.commit()
    sign_in(client, user)
    page = keep(listed(client, event, f"?session={elsewhere.id}&status=validated"), "Theirs")
    assert page.all_text(f"{ROW} .filter") == ["Theirs 0"]
    for shown in (page, page.follow("Change kept filters"), client.visit(address(event, f"/{only().id}"))):
        assert "Undercover" not in shown.text


def test_a_hostile_name_and_address_are_words(organiser: Visitor) -> None:
    event = an_event_of_three()
    smuggled = "&slug=other&_external=1&_anchor=x&_scheme=javascript&kept='><b>&body=" + "x" * 5000
    name = "<b class=harm>%(x)s{{ 7 }}\r\nx\u202e"
    page = keep(listed(organiser, event, f"?status=validated{smuggled}"), name)
    assert page.status == 200
    assert not page.soup.select(".harm")
    assert (only().name, set(only().chosen)) == ("<b class=harm>%(x)s{{ 7 }} x", {"status", "body"})
    assert [len(code) for code in only().chosen["body"]] == [40]
    for link in page.soup.select(f"{ROW} a"):
        assert str(link["href"]).startswith("/organiser/events/")
