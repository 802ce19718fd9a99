"""The correspondent's page: what it tells of places, people, deadlines, and what waits."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest
from bs4 import Tag
from flask import Flask

from app.extensions import db
from app.lib.clock import now
from app.models import (
    BodyKind,
    Category,
    DocumentKind,
    DocumentLanguage,
    Event,
    EventDocument,
    EventStatus,
    Origin,
    Person,
    Place,
    Registration,
    Role,
    Status,
    Substitute,
    Visibility,
    Way,
)
from tests.delegation.entering import enter
from tests.factories.bodies import a_body
from tests.factories.events import a_quota, admission_of, an_event, moment
from tests.factories.mandates import a_convocation, a_mandate
from tests.factories.many_registrations import many_registrations
from tests.factories.people import a_person
from tests.factories.registrations import a_registration
from tests.pages import Page, Visitor
from tests.statement_count import Statements


def an_open_event(places: int | None = 4, **changes: object) -> Event:
    """A conference to which Moldova was invited, nominations for thirty days more."""
    event = an_event(**{"nominations_until": moment(30, 18), **changes})
    if places is not None:
        a_quota(event, places, kind=BodyKind.MEMBER_STATE)
    a_convocation(event, a_body("MD"))
    return event


def section(page: Page, event: Event, code: str = "md") -> str:
    """The words of one delegation on the page."""
    return " ".join(page.one(f"section#{event.slug}-{code}").get_text(" ").split())


def row(page: Page, registration: Registration) -> Tag:
    return page.one(f"#person-{registration.id}")


def buttons(page: Page, registration: Registration) -> set[str]:
    """What can be done for somebody."""
    return {str(control.find(string=True)).strip() for control in row(page, registration).select("a, button")}


def mine(correspondent: Visitor) -> Page:
    return correspondent.visit("/delegation/")


def test_places_used_and_left(correspondent: Visitor) -> None:
    event = an_open_event(4)
    a_registration(event, Status.CONFIRMED)
    a_registration(event, Status.NOMINATED)
    a_registration(event, Status.SUBMITTED)  # nobody has vouched for this one
    a_registration(event, Status.CONFIRMED, category=Category.GUEST, body=a_body("MD"))
    said = section(mine(correspondent), event)
    assert "2 of 4 places used" in said
    assert "1 answered; 1 not answered yet; 2 free" in said
    assert "2 places are free." in said


@pytest.mark.parametrize(
    ("places", "held", "words"),
    [
        (None, 0, ["Nobody is named yet", "There is no limit on places."]),
        (None, 2, ["2 people in the delegation", "There is no limit on places."]),
        (1, 0, ["One place, not used yet", "One place is free."]),
        (1, 1, ["The one place is used", "No place is free."]),
        (2, 2, ["All 2 places are used", "waits for a place", "replace somebody"]),
        (0, 0, ["No places at this event", "No place is free."]),
    ],
)
def test_the_places_in_words(correspondent: Visitor, places: int | None, held: int, words: list[str]) -> None:
    event = an_open_event(places)
    for _ in range(held):
        a_registration(event, Status.CONFIRMED)
    said = section(mine(correspondent), event)
    assert [one for one in words if one not in said] == []


def test_an_exception_for_the_body_wins(correspondent: Visitor) -> None:
    event = an_open_event(4)
    a_quota(event, 7, body=a_body("MD"))
    assert "7 places are free." in section(mine(correspondent), event)


def test_the_deadline_is_told_by_the_clocks_of_the_event(correspondent: Visitor) -> None:
    event = an_open_event(nominations_until=moment(30, 18, zone="Europe/Athens"), time_zone="Europe/Athens")
    assert "18:00 (UTC+2)" in section(mine(correspondent), event).replace("UTC+3", "UTC+2")


def test_without_a_deadline_that_is_said(correspondent: Visitor) -> None:
    event = an_open_event(nominations_until=None)
    assert "No deadline for nominations" in section(mine(correspondent), event)


def test_people_with_the_head_first_and_what_can_be_done(correspondent: Visitor) -> None:
    event = an_open_event()
    nominated = a_registration(event, Status.NOMINATED, family_name="ALBU", origin=Origin.NOMINATION)
    submitted = a_registration(event, Status.SUBMITTED, family_name="BUJOR")
    unverified = a_registration(event, Status.UNVERIFIED, family_name="CODREANU")
    validated = a_registration(event, Status.VALIDATED, family_name="DARIE")
    head = a_registration(event, Status.CONFIRMED, family_name="ZAPOROJAN", role=Role.HEAD)
    page = mine(correspondent)
    assert page.all_text(".people .fam") == ["ZAPOROJAN", "ALBU", "BUJOR", "CODREANU", "DARIE"]
    assert "Head: Ana ZAPOROJAN" in section(page, event)
    assert buttons(page, nominated) == {"Name as head", "Send the letter again", "Replace", "Withdraw"}
    assert buttons(page, submitted) == {"Validate", "Decline"}
    assert buttons(page, unverified) == {"Send the letter again", "Replace", "Withdraw"}
    assert buttons(page, validated) == {"Name as head", "Replace", "Withdraw"}
    assert buttons(page, head) == {"Replace", "Withdraw"}
    assert "Confirmed" in row(page, head).get_text()


def test_without_the_correspondents_word_nobody_is_validated(correspondent: Visitor) -> None:
    event = an_open_event()
    admission_of(event, Category.MEMBER_STATE_DELEGATE, needs_correspondent=False)
    submitted = a_registration(event, Status.SUBMITTED)
    page = mine(correspondent)
    assert buttons(page, submitted) == {"Name as head", "Replace", "Withdraw"}
    assert "waiting for you" not in page.text


def test_the_position_on_the_waiting_list_counts_everybody(correspondent: Visitor) -> None:
    event = an_open_event()
    for hours, body, status in ((5, "DE", Status.NOMINATED), (4, "DE", Status.UNVERIFIED)):
        since = now() - timedelta(hours=hours)
        a_registration(event, status, body=a_body(body), place=Place.WAITING, waiting_since=since)
    second = a_registration(
        event, Status.NOMINATED, place=Place.WAITING, waiting_since=now() - timedelta(hours=1)
    )
    third = a_registration(event, Status.SUBMITTED, place=Place.WAITING)
    page = mine(correspondent)
    assert "Waiting list, no. 2" in row(page, second).get_text()
    assert "Waiting list, no. 3" in row(page, third).get_text()


def test_a_discreet_persons_name_is_seen_by_the_own_correspondent(correspondent: Visitor) -> None:
    event = an_open_event()
    person = a_registration(event, Status.CONFIRMED, discreet=True, family_name="CIOBANU")
    said = row(mine(correspondent), person).get_text()
    assert "CIOBANU" in said
    assert "others read “Representative”" in said


def test_one_thing_waits(correspondent: Visitor) -> None:
    event = an_open_event()
    asked = a_registration(event, Status.SUBMITTED, family_name="LUPU")
    page = mine(correspondent)
    said = " ".join(page.one(".note.warn").get_text(" ").split())
    assert "One thing is waiting for you: Ana LUPU has registered without a nomination" in said
    assert page.one(".note.warn a")["href"] == f"#person-{asked.id}"


def test_many_who_wait_are_told_as_one(correspondent: Visitor) -> None:
    event = an_open_event()
    for _ in range(4):
        a_registration(event, Status.SUBMITTED)
    assert "4 people have registered without a nomination." in mine(correspondent).one(".note.warn").text


def test_an_answer_is_awaited_until_somebody_is_named(correspondent: Visitor) -> None:
    event = an_open_event()
    assert "Nobody is nominated yet. Your answer is awaited by" in mine(correspondent).text
    a_registration(event, Status.WITHDRAWN)  # an answer all the same
    assert "Your answer is awaited" not in mine(correspondent).text


def test_a_proposal_waits_until_it_is_settled(correspondent: Visitor) -> None:
    event = an_open_event()
    gone = a_registration(event, Status.WITHDRAWN, family_name="LUPU")
    proposed = Substitute(
        registration_id=gone.id,
        given_name="Vera",
        family_name="NEGRU",
        email="v@igp.example",
        proposed_at=now(),
    )
    db.session.add(proposed)
    page = mine(correspondent)
    assert "Ana LUPU does not come, and proposes somebody else. Decide" in page.one(".note.warn").get_text(
        " "
    ).replace("\n", " ").replace("  ", " ")
    assert "Vera NEGRU" in page.one(f"#proposal-{gone.id}").get_text()
    actions = [str(form["action"]) for form in page.soup.select(f"#proposal-{gone.id} form")]
    assert [action.rsplit("/", 1)[0] for action in actions] == [
        f"/delegation/people/{gone.id}/substitute"
    ] * 2
    proposed.settled_at = now()
    assert not mine(correspondent).soup.select(f"#proposal-{gone.id}")


def test_those_who_do_not_come_stand_apart(correspondent: Visitor) -> None:
    event = an_open_event()
    a_registration(event, Status.WITHDRAWN, family_name="LUPU", replaced=True)
    page = mine(correspondent)
    details = page.one(f"section#{event.slug}-md details").get_text(" ")
    assert "LUPU" in details
    assert "replaced by somebody else" in details
    assert not page.soup.select("details form")


def test_full_and_somebody_to_validate(correspondent: Visitor) -> None:
    event = an_open_event(1)
    a_registration(event, Status.CONFIRMED)
    asked = a_registration(event, Status.SUBMITTED)
    assert "No place of the delegation is free: replace" in row(mine(correspondent), asked).get_text()


def test_past_the_deadline_nobody_is_named_and_people_are_replaced(correspondent: Visitor) -> None:
    event = an_open_event(nominations_until=now() - timedelta(minutes=1))
    person = a_registration(event, Status.NOMINATED)
    page = mine(correspondent)
    said = section(page, event)
    assert "The time to nominate ended on" in said
    assert "The time to nominate is over. Ask the secretariat. You can still replace people." in said
    assert not page.soup.select("a[href$=nominate], a[href$=several]")
    assert "Replace" in buttons(page, person)


def test_a_refusal_is_said_with_the_way_back(correspondent: Visitor) -> None:
    event = an_open_event()
    a_convocation(event, a_body("DE"))
    refused = a_convocation(
        an_open_event_without_convocation(), a_body("MD"), refused_at=now(), reason="Nobody is spared"
    )
    said = section(mine(correspondent), refused.event)
    assert "You said on" in said
    assert "Nobody is spared" in said
    assert "To take this back, nominate somebody." in said
    assert "We will not attend" not in said


def an_open_event_without_convocation() -> Event:
    return an_event(nominations_until=moment(30, 18))


def test_without_a_convocation_that_is_said(correspondent: Visitor) -> None:
    event = an_open_event_without_convocation()
    page = mine(correspondent)
    said = section(page, event)
    assert "No invitation to this event was sent to you yet. You can nominate already." in said
    assert "We will not attend" not in said
    assert "waiting for you" not in page.text


def test_a_cancelled_event_can_only_be_looked_at(correspondent: Visitor) -> None:
    event = an_open_event(cancelled_reason_en="The venue is closed.")
    a_registration(event, Status.CANCELLED)
    event.status = EventStatus.CANCELLED
    page = mine(correspondent)
    said = section(page, event)
    assert "This event is cancelled. The venue is closed." in said
    assert not page.soup.select("main form, main a.btn")


@pytest.mark.parametrize(
    "changes",
    [{"status": EventStatus.DRAFT}, {"status": EventStatus.ARCHIVED}, {"starts_at": moment(-9)}],
    ids=["draft", "archived", "over"],
)
def test_nothing_is_open(correspondent: Visitor, changes: dict[str, object]) -> None:
    a_convocation(an_event(**changes), a_body("MD"))
    page = mine(correspondent)
    assert "No conference or meeting is open now." in page.text
    assert not page.soup.select("section")


def test_registration_closed_early_leaves_nominations_open(correspondent: Visitor) -> None:
    event = an_open_event(status=EventStatus.CLOSED)
    assert mine(correspondent).one(f"section#{event.slug}-md a.btn").get_text() == "Nominate a person"


def test_an_event_that_takes_nobody_of_the_body_is_left_out_unless_it_was_invited(
    correspondent: Visitor,
) -> None:
    closed, invited = an_event(), an_open_event()
    for event in (closed, invited):
        admission_of(event, Category.MEMBER_STATE_DELEGATE, way=Way.NOT_ADMITTED)
    page = mine(correspondent)
    assert not page.soup.select(f"section#{closed.slug}-md")
    assert "This body cannot nominate for this event." in section(page, invited)


def test_two_bodies_have_a_section_each_and_nothing_in_common(client: Visitor, speaker: Person) -> None:
    a_mandate(a_body("INTERPOL"), speaker)
    event = an_open_event()
    a_registration(event, Status.CONFIRMED, family_name="LUPU")
    a_registration(event, Status.CONFIRMED, family_name="MARTIN", category=Category.OBSERVER)
    a_registration(event, Status.CONFIRMED, family_name="MÜLLER", body=a_body("DE"))
    page = enter(client, speaker)
    assert "LUPU" in section(page, event)
    assert "MARTIN" in section(page, event, "interpol")
    assert "MARTIN" not in section(page, event)
    assert "MÜLLER" not in page.text


def a_document(event: Event, visibility: Visibility) -> EventDocument:
    made = EventDocument(
        event=event,
        kind=DocumentKind.AGENDA,
        language=DocumentLanguage.EN,
        visibility=visibility,
        title=f"For {visibility.value}",
        file_name="agenda.pdf",
        stored_name=visibility.value,
        media_type="application/pdf",
        size=2048,
        uploaded_at=now(),
    )
    db.session.add(made)
    db.session.flush()
    return made


def test_documents_for_correspondents(correspondent: Visitor) -> None:
    event = an_open_event()
    for visibility in Visibility:
        a_document(event, visibility)
    page = mine(correspondent)
    assert page.all_text(".docs a") == ["For everyone", "For correspondents"]


def test_a_document_for_the_confirmed_does_not_exist_here(correspondent: Visitor) -> None:
    document = a_document(an_open_event(), Visibility.CONFIRMED)
    address = f"/delegation/{document.event.slug}/documents/{document.id}"
    assert correspondent.get(address).status_code == 404


def test_people_known_from_earlier_years_are_offered(correspondent: Visitor) -> None:
    earlier, event = an_event(starts_at=moment(-300)), an_open_event()
    person = a_person(reuse_consent=True, family_name="BALAN")
    a_registration(earlier, Status.CONFIRMED, person=person, family_name="BALAN")
    page = mine(correspondent)
    [form] = page.soup.select(f"section#{event.slug}-md aside form")
    assert form["action"] == f"/delegation/{event.slug}/MD/known/{person.id}"


def test_the_page_takes_ten_statements_for_five_people_and_for_five_hundred(
    app: Flask,
    correspondent: Visitor,
    speaker: Person,
    statements: Callable[[], AbstractContextManager[Statements]],
) -> None:
    moldova = a_body("MD")
    a_mandate(a_body("INTERPOL"), speaker)
    events = [an_open_event(), an_open_event()]
    several = {"body_id": moldova.id, "category": Category.MEMBER_STATE_DELEGATE, "role": Role.DELEGATE}
    counts = []
    for number in (5, 495):
        for event in events:
            many_registrations(event, number, **several)
        mine(correspondent)
        with statements() as asked:
            page = mine(correspondent)
        asked.within(10)
        counts.append(len(asked))
        assert page.status == 200
    assert counts[0] == counts[1]
