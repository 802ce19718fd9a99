"""The list: found, narrowed, counted, ordered, paged, in a fixed number of statements, for those who may see it.

One file, although it is long: one page, and each question that can be asked of it.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, timedelta
from urllib.parse import parse_qsl

import pytest
from werkzeug.datastructures import MultiDict

from app.extensions import db
from app.lib.clock import now
from app.models import (
    Category,
    CheckIn,
    CheckInKind,
    Event,
    Mode,
    Place,
    Registration,
    Role,
    Status,
)
from app.models.registrations import ActorKind
from app.services import places, settings
from tests.factories.bodies import a_body
from tests.factories.events import a_session, an_event
from tests.factories.many_registrations import many_registrations
from tests.factories.registrations import a_registration, a_sign_up
from tests.factories.users import a_desk_agent, an_organiser
from tests.pages import Page, Visitor
from tests.signing_in import sign_in
from tests.statement_count import Statements

Counting = Callable[[], AbstractContextManager[Statements]]


def address_of(visitor: Visitor, event: Event | str, query: str = "") -> str:
    """The list's address; words to be searched for (`q`) are sent by its form, as somebody types them."""
    path = f"/organiser/events/{event if isinstance(event, str) else event.slug}/participants"
    asked = MultiDict(parse_qsl(query.removeprefix("?")))
    if "q" not in asked:
        return path + query
    token = str(visitor.visit(path).soup.select("[name=csrf_token]")[0]["value"])
    answer = visitor.post(path, data=MultiDict([*asked.items(multi=True), ("csrf_token", token)]))
    assert answer.status_code == 303
    return str(answer.location)


def listed(visitor: Visitor, event: Event | str, query: str = "") -> Page:
    page = visitor.visit(address_of(visitor, event, query))
    assert page.status == 200
    return page


def names(page: Page) -> list[str]:
    return [cell.select_one("a").get_text() for cell in page.soup.select("tbody th")]  # type: ignore[union-attr]


def figures(page: Page) -> list[str]:
    return page.all_text(".figs b")


def check_in(registration: Registration, day: date | None = None, undoes: CheckIn | None = None) -> CheckIn:
    number = db.session.query(CheckIn).count()
    row = CheckIn(
        client_id=f"test-{number}",
        event_id=registration.event_id,
        registration_id=registration.id,
        day=day or registration.event.local(now()).date(),
        mode=Mode.IN_PERSON,
        kind=CheckInKind.UNDO if undoes else CheckInKind.IN,
        undoes_id=undoes.id if undoes else None,
        at=now(),
        received_at=now(),
        actor_kind=ActorKind.DESK,
    )
    db.session.add(row)
    db.session.flush()
    return row


def test_counts_add_up_in_sight(organiser: Visitor) -> None:
    event = an_event()
    for code in ("MD", "DE", "DE"):
        a_registration(event, body=a_body(code))
    a_registration(event, category=Category.OBSERVER)
    a_registration(
        event, category=Category.SPEAKER_EXPERT, body=a_body("AT")
    )  # a speaker does not represent the state
    a_registration(an_event())
    page = listed(organiser, event)
    assert figures(page) == ["5", "= 3", "+ 1", "+ 1", "2"]
    assert "5 in all" in page.text
    page = listed(organiser, event, "?group=member_states&body=DE")
    assert figures(page) == ["2", "= 2", "+ 0", "+ 0", "1"]
    assert "match, of 5 in all" in page.text


@pytest.mark.parametrize(
    "words",
    [
        "gudmundsdottir",
        "GUÐMUNDSDÓTTIR thordis",
        "dis thor dottir",
        "moldavie",
        "Moldova",
        "md",
        "oeuvres",
        "T{}-ABCDE",
        "thordis@police",
    ],
)
def test_search_knows_no_accents_and_no_order(organiser: Visitor, words: str) -> None:
    event = an_event()
    a_body("MD", search_text=" md ")
    a_registration(event, body=a_body("DE"), family_name="KOWALSKI", email="k@police.example")
    a_registration(
        event,
        given_name="Þórdís",
        family_name="GUÐMUNDSDÓTTIR",
        function="Head of Œuvres",
        email="thordis@police.example",
        reference=f"{event.short_code}-ABCDE",
        service="Moldavie",
    )
    page = listed(organiser, event, f"?q={words.format(event.short_code[1:])}")
    assert names(page) == ["Þórdís GUÐMUNDSDÓTTIR"]


@pytest.mark.parametrize(
    "words", ["%", "_", "%%%", "a%b", "x_x", "\\", "nobody", "' OR 1=1 --", "\ud7ff", "…"]
)
def test_signs_are_no_wildcards(organiser: Visitor, words: str) -> None:
    event = an_event()
    a_registration(event)
    assert "Nobody matches" in listed(organiser, event).submit("form[role=search]", q=words).text


@pytest.mark.parametrize(
    "query",
    [
        "q=%00ana%00",
        "q=" + "a" * 10_000,
        "q=" + "%20".join(["ana"] * 300),
        "q=%ff%fe&lang=%00",
        "status=nothing&group=%00&body=%00&body=" + "x" * 5000,
        "page=-1&sort=nothing&session=99999999999999999999",
        "page=99999999999999999999&session=0",
        "page=١&sort=--name&sort=",
        "&".join(["body=MD"] * 900),
    ],
)
def test_nothing_in_the_address_breaks_the_list(organiser: Visitor, query: str) -> None:
    event = an_event()
    a_registration(event)
    assert organiser.get(f"/organiser/events/{event.slug}/participants?{query}").status_code == 200


def test_each_filter_narrows_and_several_values_widen(organiser: Visitor) -> None:
    event = an_event()
    session = a_session(event, sign_up=True)
    head = a_registration(event, Status.CONFIRMED, role=Role.HEAD, family_name="HEAD")
    a_sign_up(head, session)
    check_in(head)
    a_registration(event, Status.VALIDATED, mode=Mode.ONLINE, family_name="ONLINE")
    a_registration(event, place=Place.WAITING, body=a_body("DE"), family_name="WAITING")
    undone = a_registration(event, category=Category.GUEST, body_text="University", family_name="GUEST")
    check_in(undone, undoes=check_in(undone))
    expected = {
        "status=confirmed": ["HEAD"],
        "status=confirmed&status=validated": ["HEAD", "ONLINE"],
        "mode=online": ["ONLINE"],
        "place=waiting": ["WAITING"],
        "body=DE": ["WAITING"],
        "body=other": ["GUEST"],
        "body=DE&body=other": ["GUEST", "WAITING"],
        f"session={session.id}": ["HEAD"],
        "attendance=in": ["HEAD"],
        "attendance=not_yet": ["GUEST", "ONLINE", "WAITING"],
        "attendance=in&attendance=not_yet": ["GUEST", "HEAD", "ONLINE", "WAITING"],
        "category=guest": ["GUEST"],
        "group=others&category=guest": ["GUEST"],
        "group=observers&category=guest": [],
        "group=member_states&place=held&mode=in_person": ["HEAD"],
        "q=ana&status=submitted&attendance=not_yet": ["GUEST", "WAITING"],
    }
    for query, families in expected.items():
        page = listed(organiser, event, f"?sort=name&{query}")
        assert [name.removeprefix("Ana ") for name in names(page)] == families, query
        assert figures(page)[:1] == [str(len(families))], query


def test_filters_in_use_can_be_taken_away_one_by_one(organiser: Visitor) -> None:
    event = an_event()
    a_registration(event, Status.CONFIRMED, body=a_body("DE"))
    page = listed(organiser, event, "?q=ana&status=confirmed&status=validated&body=DE&sort=-name")
    assert page.all_text(".filter.on") == ["“ana”", "Registration: validated, confirmed", "Body: Germany"]
    assert [box["value"] for box in page.soup.select("input[name=status][checked]")] == [
        "validated",
        "confirmed",
    ]
    page = page.follow("Registration: validated")
    assert page.one("input[name=q]")["value"] == "ana"
    assert page.address.endswith("&body=DE&sort=-name")
    page = page.follow("Clear all")
    assert page.address.endswith("/participants?sort=-name")


def test_the_form_keeps_what_was_chosen_without_script(organiser: Visitor) -> None:
    event = an_event()
    a_registration(event, Status.CONFIRMED, family_name="CONFIRMED")
    a_registration(event, family_name="SUBMITTED")
    page = listed(organiser, event, "?status=confirmed&sort=name").submit("form[role=search]", q="ana")
    assert names(page) == ["Ana CONFIRMED"]
    assert page.address.endswith("&status=confirmed&sort=name")


def test_a_name_that_is_searched_for_stands_in_no_address(organiser: Visitor) -> None:
    event = an_event()
    many_registrations(event, 60)
    page = listed(organiser, event, "?status=confirmed").submit("form[role=search]", q="cebotari")
    assert page.one("input[name=q]")["value"] == "cebotari"
    assert page.response.headers["Cache-Control"] == "no-store"
    assert "cebotari" not in page.address
    for element in page.soup.select("[href], [action], [formaction]"):
        for name in ("href", "action", "formaction"):
            assert "cebotari" not in str(element.get(name, "")).casefold()


def test_language_colours_pages_and_order_keep_the_search(organiser: Visitor) -> None:
    event = an_event()
    a_registration(event, family_name="RUSU")
    a_registration(event, family_name="OTHER")
    page = listed(organiser, event, "?q=rusu")
    for way in ("Français", "dark", "Name", "Nom"):
        if way in page.text:
            page = page.follow(way)
            assert names(page) == ["Ana RUSU"], way


def test_a_search_is_nobody_elses(organiser: Visitor) -> None:
    event = an_event()
    a_registration(event, family_name="RUSU")
    a_registration(event, family_name="OTHER")
    address = address_of(organiser, event, "?q=rusu&status=submitted")
    with organiser.session_transaction() as cookie:
        del cookie["searches"]  # as a colleague who was sent the address
    page = organiser.visit(address)
    assert len(names(page)) == 2
    assert page.one("input[name=q]")["value"] == ""


def test_names_of_an_old_address_are_passed_over(organiser: Visitor) -> None:
    event = an_event()
    a_registration(event, family_name="RUSU")
    page = organiser.visit(f"/organiser/events/{event.slug}/participants?q=nobody")
    assert names(page) == ["Ana RUSU"]


def test_bodies_stand_in_the_order_of_the_language_heads_first(organiser: Visitor) -> None:
    event = an_event()
    for code, family, role in (
        ("AT", "AUSTRIAN", Role.DELEGATE),
        ("DE", "ADVISING", Role.ADVISER),
        ("DE", "ZORN", Role.HEAD),
        ("DE", "BERG", Role.DELEGATE),
    ):
        a_registration(event, body=a_body(code), family_name=family, role=role)
    a_registration(event, category=Category.SPEAKER_EXPERT, body=a_body("DE"), family_name="AAA")
    a_registration(event, category=Category.OBSERVER, family_name="INTERPOL")
    a_registration(event, category=Category.GUEST, body_text="Aalto University", family_name="GUEST")
    german = ["Ana ZORN", "Ana BERG", "Ana ADVISING", "Ana AAA"]
    assert names(listed(organiser, event)) == ["Ana AUSTRIAN", *german, "Ana INTERPOL", "Ana GUEST"]
    assert names(listed(organiser, event, "?lang=fr")) == [
        *german,
        "Ana AUSTRIAN",
        "Ana INTERPOL",
        "Ana GUEST",
    ]
    page = listed(organiser, event, "?lang=en&sort=-body")
    assert names(page) == ["Ana GUEST", "Ana INTERPOL", *german, "Ana AUSTRIAN"]
    page = page.follow("Name")
    assert names(page)[0] == "Ana AAA"
    assert page.one("th[aria-sort]")["aria-sort"] == "ascending"
    assert names(page.follow("Name"))[0] == "Ana ZORN"
    assert names(listed(organiser, event, "?sort=-since"))[0] == "Ana GUEST"


@pytest.mark.parametrize("sort", ["body", "-body", "name", "-name", "since", "-since"])
def test_pages_hold_everybody_once(organiser: Visitor, sort: str) -> None:
    event = an_event()
    many_registrations(event, 130)
    settings.change("list_page_size", 20)
    page = listed(organiser, event, f"?sort={sort}")
    seen = names(page)
    while "Next" in [link.get_text() for link in page.soup.select("nav.pages a")]:
        page = page.follow("Next")
        seen += names(page)
    assert len(seen) == 130
    anybody = [name for name in seen if name != "Representative"]
    assert len(set(anybody)) == len(anybody)
    assert "121–130 of 130" in page.text
    beyond = listed(organiser, event, f"?sort={sort}&page=400")
    assert "121–130 of 130" in beyond.text


def test_a_line_says_what_there_is_to_know(organiser: Visitor) -> None:
    event = an_event(starts_at=now() - timedelta(hours=2), capacity_in_person=1)
    today = a_registration(
        event, Status.CONFIRMED, own_script_name="Ана ЧЕБОТАРИ", role=Role.HEAD, family_name="TODAY"
    )
    check_in(today)
    earlier = a_registration(event, Status.CONFIRMED, family_name="EARLIER", mode=Mode.ONLINE)
    check_in(earlier, day=event.local(now()).date() - timedelta(days=1))
    a_registration(event, Status.CONFIRMED, family_name="SECRET", discreet=True)
    first = a_registration(event, place=Place.WAITING, family_name="WAIT1")
    a_registration(event, Status.UNVERIFIED, place=Place.WAITING, family_name="WAIT2")
    last = a_registration(event, place=Place.WAITING, family_name="WAIT3")
    page = listed(organiser, event, "?sort=since")
    rows = [" ".join(row.get_text(" ").split()) for row in page.soup.select("tbody tr")]
    assert rows[0].startswith(
        "Ana TODAY Ана ЧЕБОТАРИ Republic of Moldova MD Head of delegation Confirmed in "
    )
    assert " online " in rows[1]
    assert f"in {event.local(now()).day} " in rows[1]
    assert rows[2].startswith("Representative Discreet mode")
    assert "SECRET" not in page.text
    assert [places.position(row) for row in (first, last)] == [1, 2]
    assert "Waiting list, no. 1" in rows[3]
    assert "Waiting list, no. 2" in rows[4]
    assert "Waiting list, no. 2" in rows[5]


def test_who_did_not_come_is_absent_only_after_the_event(organiser: Visitor) -> None:
    for days, words in ((5, "not yet"), (-5, "absent")):
        event = an_event(starts_at=now() + timedelta(days=days))
        a_registration(event, Status.CONFIRMED)
        a_registration(event, Status.WITHDRAWN)
        assert listed(organiser, event).all_text("tbody td:nth-child(6)") == [words, ""]


def test_discreet_people_are_found_by_their_true_name(organiser: Visitor) -> None:
    event = an_event()
    a_registration(event, family_name="SECRETIVE", discreet=True)
    page = listed(organiser, event, "?q=secretive")
    assert names(page) == ["Representative"]
    assert "SECRETIVE" not in page.text


def test_ten_and_a_thousand_take_the_same_statements(organiser: Visitor, statements: Counting) -> None:
    event = an_event()
    slug = event.slug
    a_session(event, sign_up=True)
    queries = [
        "",
        "?q=cebotari&status=confirmed&attendance=in",
        "?sort=-since&page=2",
        "?place=waiting&mode=in_person",
    ]
    numbers: dict[str, set[int]] = {query: set() for query in queries}
    for more in (36, 964):
        for number in many_registrations(event, more)[:36]:
            check_in(db.session.get_one(Registration, number))
        db.session.commit()
        for query in queries:
            address = address_of(organiser, slug, query)
            with statements() as asked:
                assert organiser.visit(address).soup.select("tbody tr"), query
            asked.within(8)
            numbers[query].add(len(asked))
    assert all(len(found) == 1 for found in numbers.values()), numbers


def test_an_empty_event_says_so(organiser: Visitor) -> None:
    page = listed(organiser, an_event())
    assert "Nobody is registered yet." in page.text
    assert not page.soup.select("table")


def test_a_filter_that_finds_nobody_offers_the_way_back(organiser: Visitor) -> None:
    event = an_event()
    a_registration(event)
    page = listed(organiser, event, "?status=declined&sort=name")
    assert len(names(page.follow("Show all 1"))) == 1


def test_other_events_look_as_if_there_were_none(client: Visitor) -> None:
    own, other = an_event(), an_event()
    a_registration(other)
    visitor = sign_in(client, an_organiser(own))
    assert visitor.get(f"/organiser/events/{own.slug}/participants").status_code == 200
    assert visitor.get(f"/organiser/events/{other.slug}/participants").status_code == 404
    assert visitor.get("/organiser/events/nothing/participants").status_code == 404


def test_the_desk_has_no_list(client: Visitor) -> None:
    event = an_event()
    assert (
        sign_in(client, a_desk_agent()).get(f"/organiser/events/{event.slug}/participants").status_code == 403
    )
