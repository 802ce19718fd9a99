"""A page for each body: what is known, who speaks for it, how it took part. Unknown is never zero."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app.extensions import db
from app.lib.clock import now
from app.models import (
    Body,
    Category,
    Event,
    Language,
    Letter,
    LetterKind,
    LetterState,
    Role,
    Status,
    UserEvent,
)
from app.services import convoking, reference_data
from app.services.actors import SYSTEM
from tests.factories.attendance import a_check_in
from tests.factories.bodies import a_body
from tests.factories.events import an_event
from tests.factories.figures import a_past_event, the_conference_of_2024, the_member_states
from tests.factories.mandates import a_convocation, a_mandate, days_ago
from tests.factories.people import a_person
from tests.factories.registrations import a_registration
from tests.factories.users import a_desk_agent, a_user
from tests.pages import Page, Visitor
from tests.signing_in import sign_in

LIST, MOLDOVA = "/organiser/bodies", "/organiser/bodies/MD"


def participation(page: Page) -> dict[str, list[str]]:
    """The cells of each event's row, by the title of the event."""
    rows = page.soup.select("#participation tbody tr")
    for hidden in page.soup.select("#participation .d-md-none"):
        hidden.decompose()
    return {
        row.th.a.get_text(): [" ".join(cell.get_text(" ").split()) for cell in row.select("td")]
        for row in rows
    }


def the_events() -> None:
    """Seven events, at each of which Moldova stands differently."""
    moldova = a_body("MD")
    the_conference_of_2024()
    came = a_past_event(title_en="Came")
    a_check_in(
        a_registration(came, Status.CONFIRMED, role=Role.HEAD, family_name="CEBOTARI", given_name="Ana")
    )
    a_registration(came, Status.CONFIRMED)
    a_registration(came, Status.CONFIRMED, category=Category.SPEAKER_EXPERT, body=moldova)
    unseen = a_past_event(title_en="Nobody checked in")
    a_registration(unseen, Status.CONFIRMED)
    for title in ("Refused", "Silent", "Elsewhere"):
        event = a_past_event(title_en=title)
        a_check_in(a_registration(event, Status.CONFIRMED, body=a_body("DE")))
        if title != "Elsewhere":
            refused = {"refused_at": now(), "reason": "Elections"} if title == "Refused" else {}
            a_convocation(event, moldova, **refused)
    a_registration(an_event(title_en="To come"), Status.NOMINATED)


def test_each_event_says_what_is_known(organiser: Visitor) -> None:
    the_events()
    page = organiser.visit(MOLDOVA)
    assert participation(page) == {
        "To come": ["1", "0", "not yet", ""],
        "Police data processing": ["not recorded"],
        "Came": ["2", "2", "1", "Ana CEBOTARI and one person in another capacity"],
        "Nobody checked in": ["1", "1", "not recorded", ""],
        "Refused": ["0", "0", "0", "did not attend, as it had said Elections"],
        "Silent": ["0", "0", "0", "has not answered"],
        "Elsewhere": ["0", "0", "0", "not represented"],
    }
    assert page.one("#participation h2").get_text() == "Took part in 2 of 5 recorded events"
    assert page.soup.select("#participation svg")


def test_where_no_event_has_names_nothing_is_counted(organiser: Visitor) -> None:
    a_body("MD")
    the_conference_of_2024()
    page = organiser.visit(MOLDOVA)
    assert page.one("#participation h2").get_text().startswith("Never recorded")
    assert participation(page) == {"Police data processing": ["not recorded"]}
    assert not page.soup.select("#participation svg")
    french = organiser.visit(f"{MOLDOVA}?lang=fr")
    assert participation(french) == {"Traitement des données policières": ["non recensé"]}


def test_a_body_that_never_came_is_told_so(organiser: Visitor) -> None:
    a_body("MD")
    a_check_in(a_registration(a_past_event(), Status.CONFIRMED, body=a_body("DE")))
    assert "Never recorded as taking part" in organiser.visit(MOLDOVA).one("#participation h2").get_text()


def test_discreet_heads_stay_discreet(organiser: Visitor) -> None:
    event = a_past_event()
    a_registration(event, Status.CONFIRMED, role=Role.HEAD, family_name="SECRET", discreet=True)
    page = organiser.visit(MOLDOVA)
    assert "SECRET" not in page.text
    assert "Representative" in page.text


def test_drafts_and_invented_events_are_left_out(organiser: Visitor) -> None:
    a_registration(a_past_event(title_en="Invented", fictional=True), Status.CONFIRMED)
    page = organiser.visit(MOLDOVA)
    assert "There is no event yet." in page.text
    assert set(participation(page.follow("With fictional events"))) == {"Invented"}


def test_a_user_sees_the_own_events_only(app: Flask, client: Visitor) -> None:
    own, other = a_past_event(title_en="Own"), a_past_event(title_en="Other")
    for event in (own, other):
        a_check_in(a_registration(event, Status.CONFIRMED))
    user = a_user(all_events=False)
    db.session.add(UserEvent(user_id=user.id, event_id=own.id))
    sign_in(client, user)
    assert set(participation(client.visit(MOLDOVA))) == {"Own"}


def test_what_is_not_known_is_said_as_unknown(organiser: Visitor) -> None:
    a_body("MD", accession_date=date(1995, 7, 13))
    page = organiser.visit(MOLDOVA)
    facts = page.one("aside .facts").get_text(" ", strip=True)
    assert "Member of the Council of Europe since 13 July 1995" in facts
    assert "In the Network since not known" in facts
    assert organiser.visit("/organiser/bodies/INTERPOL").status == 404
    a_body("INTERPOL")
    assert "Observer of the Network not known" in organiser.visit("/organiser/bodies/INTERPOL").text


def test_correspondents_over_time_stand_on_the_page(organiser: Visitor) -> None:
    body = a_body("MD")
    for name, begins, ends in (("FIRST", 900, 500), ("SECOND", 499, 100), ("NOW", 99, None)):
        until = days_ago(ends) if ends is not None else None
        a_mandate(body, a_person(family_name=name), from_date=days_ago(begins), until_date=until)
    page = organiser.visit(MOLDOVA)
    assert page.all_text("#correspondents .fam") == ["NOW", "SECOND", "FIRST"]
    assert len(page.soup.select("#correspondents .chip.expired")) == 2


def test_every_body_of_the_reference_data_has_its_page(organiser: Visitor) -> None:
    reference_data.load()
    db.session.commit()
    page = organiser.visit(LIST)
    codes = {str(link["href"]).rsplit("/", 1)[1] for link in page.soup.select("main tbody th a")}
    stored = {body.code for body in db.session.scalars(select(Body))}
    assert codes == stored
    for code in ("MD", "POLICE-NETWORK", "EUDA", "VA", "LEWP"):
        assert organiser.visit(f"{LIST}/{code}").status == 200
    assert "EMCDDA" in organiser.visit(f"{LIST}/EUDA").text


def test_the_list_is_searched_in_both_languages_and_by_kind(organiser: Visitor) -> None:
    for code in ("DE", "MD", "INTERPOL"):
        a_body(code)
    page = organiser.visit(f"{LIST}?q=allemagne")
    assert page.all_text("main tbody th a") == ["Germany"]
    assert page.address.endswith("q=allemagne")
    assert organiser.visit(LIST).follow("Observer organisations").all_text("main tbody th a") == ["INTERPOL"]
    assert "No body matches “xyz”" in organiser.visit(f"{LIST}?q=xyz&kind=nonsense").text


def test_the_list_tells_of_the_last_recorded_event(organiser: Visitor) -> None:
    the_events()
    a_mandate(a_body("MD"))
    later = a_past_event(
        title_en="Later", starts_at=datetime(2025, 9, 1, tzinfo=UTC), ends_at=datetime(2025, 9, 2, tzinfo=UTC)
    )
    a_check_in(a_registration(later, Status.CONFIRMED, body=a_body("DE")))
    rows = {row.th.a.get_text(): row for row in organiser.visit(LIST).soup.select("main tbody tr")}
    said = {name: [cell.get_text(" ", strip=True) for cell in row.select("td")] for name, row in rows.items()}
    assert said["Germany"] == ["nobody", "1 person came"]
    assert said["Republic of Moldova"] == ["1 person", "not represented"]
    assert said["Council of Europe Police Network"][0] == "has no correspondent"


def test_without_names_the_list_says_not_recorded(organiser: Visitor) -> None:
    a_body("MD")
    the_conference_of_2024()
    assert [row.select("td")[1].get_text() for row in organiser.visit(LIST).soup.select("tbody tr")] == [
        "not recorded",
        "not recorded",
    ]


def test_copies_are_kept_one_on_each_line(organiser: Visitor) -> None:
    body = a_body("MD")
    page = organiser.visit(f"{MOLDOVA}/copies").submit(
        "main form", addresses=" A@Example.ORG \r\n\r\nb@example.org; a@example.org", cc_language="fr"
    )
    assert page.address == MOLDOVA
    assert page.all_text("#copies li") == ["A@example.org", "b@example.org"]
    db.session.refresh(body)
    assert (body.cc_language, body.network_since) == (Language.FR, None)


def test_a_wrong_address_is_named_by_its_line_and_what_was_typed_stays(organiser: Visitor) -> None:
    a_body("MD")
    typed = "a@example.org\nnonsense"
    page = organiser.visit(f"{MOLDOVA}/copies").submit(
        "main form", addresses=typed, network_since="2022-06-28"
    )
    assert page.status == 422
    assert "Line 2 is not an e-mail address." in page.one("#addresses-error").get_text()
    assert page.one("textarea").get_text().strip() == typed
    done = page.submit("main form", addresses="a@example.org")
    assert "In the Network since 28 June 2022" in done.one("aside").get_text(" ", strip=True)


def test_only_member_states_have_a_day_of_joining(organiser: Visitor) -> None:
    a_body("INTERPOL")
    page = organiser.visit("/organiser/bodies/INTERPOL/copies")
    assert not page.soup.select("[name=network_since]")
    assert page.submit("main form", addresses="a@example.org").status == 200


@pytest.mark.parametrize("path", ["", "/MD", "/MD/copies"])
def test_only_organisers_enter(app: Flask, client: Visitor, path: str) -> None:
    a_body("MD")
    sign_in(client, a_desk_agent())
    assert client.get(LIST + path).status_code == 403


def many(number: int) -> list[Event]:
    """Some events at which Moldova and other states stand in every way."""
    events = [a_past_event() for _ in range(number)]
    bodies = list(the_member_states().values())[:number]
    for event in events:
        for body in (a_body("MD"), *bodies):
            registration = a_registration(event, Status.CONFIRMED, body=body)
            a_check_in(registration)
        a_convocation(event, a_body("MD"))
    for body in bodies:
        a_mandate(body)
    a_mandate(a_body("MD"), until_date=days_ago(1))
    db.session.commit()
    return events


@pytest.mark.parametrize("number", [1, 8])
def test_the_statements_do_not_depend_on_how_many_there_are(
    organiser: Visitor, statements: Callable[[], Any], number: int
) -> None:
    many(number)
    with statements() as asked:
        assert organiser.get(LIST).status_code == 200
    assert len(asked) == 8, str(asked)  # one asks for frozen figures, another whether letters go out
    with statements() as asked:
        assert organiser.get(MOLDOVA).status_code == 200
    assert len(asked) == 9, str(asked)


def test_from_a_letter_that_failed_one_comes_to_the_address(organiser: Visitor) -> None:
    event, body = an_event(), a_body("MD", cc_emails=["wrong@example.org"])
    mandate = a_mandate(body)
    convoking.convoke(event.id, [body.id], SYSTEM)
    for letter in db.session.scalars(select(Letter)):
        letter.state = LetterState.FAILED
    page = organiser.visit(f"/organiser/events/{event.slug}/letters")
    links = {str(link["href"]) for link in page.soup.select("#to-do a.btn")}
    assert links == {f"{MOLDOVA}#correspondents", f"{MOLDOVA}#copies"}
    assert mandate.person.email in page.one("#to-do").get_text()
    organiser.visit(f"{MOLDOVA}/copies").submit("main form", addresses="right@example.org")
    [copy] = db.session.scalars(select(Letter).where(Letter.kind == LetterKind.CONVOCATION_COPY))
    page = organiser.visit(f"/organiser/events/{event.slug}/letters/{copy.id}").submit("form[action$=again]")
    assert "A new letter is on its way." in page.text
    log = organiser.visit(f"/organiser/events/{event.slug}/letters")
    assert "right@example.org" in log.one("table.log").get_text()
