"""The correspondent's page when something is over, refused, cancelled, or not there; documents; what it costs."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest
from flask import Flask

from app.extensions import db
from app.lib.clock import now
from app.models import (
    Category,
    DocumentKind,
    DocumentLanguage,
    Event,
    EventDocument,
    EventStatus,
    Person,
    Role,
    Status,
    Visibility,
    Way,
)
from tests.delegation.entering import enter
from tests.delegation.on_the_page import an_open_event, buttons, mine, section
from tests.factories.bodies import a_body
from tests.factories.events import admission_of, an_event, moment
from tests.factories.mandates import a_convocation, a_mandate
from tests.factories.many_registrations import many_registrations
from tests.factories.people import a_person
from tests.factories.registrations import a_registration
from tests.pages import Visitor
from tests.statement_count import Statements


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


def test_registration_closed_early_ends_nominations_too(correspondent: Visitor) -> None:
    event = an_open_event(status=EventStatus.CLOSED)
    said = section(mine(correspondent), event)
    assert "The time to nominate is over." in said
    assert "Nominate a person" not in said


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
