"""Inviting delegations: chosen, looked at, sent in one action; what changed in between is refused."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.extensions import db
from app.lib.clock import now
from app.models import (
    AuditEntry,
    Body,
    BodyKind,
    Category,
    Convocation,
    Event,
    EventStatus,
    Language,
    Letter,
    LetterKind,
    NetworkObserver,
    Way,
)
from app.services import convoking
from app.services.actors import SYSTEM
from tests.factories.bodies import a_body
from tests.factories.events import a_quota, an_event
from tests.factories.mandates import a_convocation, a_correspondent
from tests.factories.users import an_organiser
from tests.organiser.test_letter_previews import hypertext
from tests.pages import Page, Visitor
from tests.received_mail import Mailboxes, text_of
from tests.signing_in import sign_in

FORM = "form#convocation"


def opened(visitor: Visitor, event: Event, query: str = "") -> Page:
    return visitor.visit(f"/organiser/events/{event.slug}/delegations/convocation{query}")


def look(visitor: Visitor, event: Event, *codes: str) -> Page:
    return opened(visitor, event).submit(FORM, button="look=1", body=list(codes))


def ticked(page: Page) -> set[str]:
    return set(page.fields(FORM).getlist("body"))


def invited() -> list[str]:
    return list(db.session.scalars(select(Body.code).join(Convocation).order_by(Body.code)))


def letters() -> list[tuple[LetterKind, str | None]]:
    return list(db.session.execute(select(Letter.kind, Letter.recipient).order_by(Letter.id)).tuples())


def test_states_and_known_observers_are_chosen_already(organiser: Visitor) -> None:
    a_body("AT"), a_body("DE")
    a_body("CA", network_observer=NetworkObserver.YES)
    a_body("JP", BodyKind.OBSERVER_STATE, network_observer=NetworkObserver.UNKNOWN)
    a_body("INTERPOL", network_observer=NetworkObserver.NO)
    a_body("OLD", BodyKind.AGENCY, selectable=False)
    a_body("ECCD", network_observer=NetworkObserver.YES)
    page = opened(organiser, an_event())
    assert ticked(page) == {"AT", "DE", "CA"}
    offered = {str(box["value"]) for box in page.soup.select("input[name=body]")}
    assert offered == {"AT", "DE", "CA", "JP", "INTERPOL"}
    assert [text.rsplit(" ", 1)[0] for text in page.all_text("legend")] == [
        "Member states",
        "Observer states",
        "Observer organisations",
    ]


def test_looked_at_then_sent(organiser: Visitor, mailbox: Mailboxes) -> None:
    event = an_event()
    state, mute = a_body("MD", cc_emails=["mission@embassy.example"]), a_body("DE")
    a_correspondent(state, email="one@police.example", family_name="ONE")
    a_correspondent(state, email="two@police.example", family_name="TWO", language=Language.FR)
    a_convocation(event, a_body("AT"))
    page = look(organiser, event, "MD", "DE")
    assert page.one("h1").get_text() == "Invite 2 delegations?"
    assert page.one(".lede").get_text(strip=True).startswith("2 letters go to correspondents, and one copy")
    assert "One of them has no correspondent: Germany" in page.text
    assert "It counts as invited, and gets no letter" in page.text
    assert page.all_text("#send button") == ["Invite 2 delegations, 1 by letter"]
    for said in ("ONE", "two@police.example", "mission@embassy.example"):
        assert said in page.text
    assert invited() == ["AT"], "looking has invited somebody"
    page = page.submit("form#send")
    assert page.all_text(".note.ok") == ["2 delegations are invited. 3 letters are on their way."]
    assert invited() == ["AT", "DE", "MD"]
    assert sorted(letters()) == [
        (LetterKind.CONVOCATION, "one@police.example"),
        (LetterKind.CONVOCATION, "two@police.example"),
        (LetterKind.CONVOCATION_COPY, "mission@embassy.example"),
    ]
    assert event.title_en in text_of(mailbox.last_to("one@police.example"))
    assert event.title_fr in text_of(mailbox.last_to("two@police.example"))
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "event.convoked")).one()
    assert entry.actor_id is not None
    assert mute.code in invited()


def test_the_letter_is_shown_as_it_will_look_in_both_languages(organiser: Visitor) -> None:
    event = an_event()
    body = a_body("MD")
    a_correspondent(body)
    a_quota(event, 4, kind=BodyKind.MEMBER_STATE)
    page = look(organiser, event, "MD")
    texts = page.all_text("pre.mail-text")
    assert "Your delegation has 4 places." in texts[0]
    assert event.title_fr in texts[1]
    for frame in page.soup.select("iframe.mail-frame"):
        answer = hypertext(organiser, str(frame["src"]))
        assert answer.status_code == 200
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert "frame-src 'self'" in page.response.headers["Content-Security-Policy"]


def test_whoever_is_invited_already_is_left(organiser: Visitor) -> None:
    event = an_event()
    first, second = a_body("MD"), a_body("DE")
    a_correspondent(first), a_correspondent(second, email="second@police.example")
    before = a_convocation(event, first, invited_at=now() - timedelta(days=9), seen_at=now()).invited_at
    page = opened(organiser, event)
    assert "DE" in ticked(page)
    assert "MD" not in ticked(page)
    page = opened(organiser, event, "?look=1&body=MD&body=DE")
    assert "One is invited already and left as it is: Republic of Moldova" in page.text
    page.submit("form#send")
    assert letters() == [(LetterKind.CONVOCATION, "second@police.example")]
    assert {row.invited_at for row in db.session.scalars(select(Convocation))} >= {before}


def _a_new_correspondent(event: Event, body: Body) -> None:
    a_correspondent(body)


def _a_new_deadline(event: Event, body: Body) -> None:
    event.nominations_until = now() + timedelta(days=3)


def _a_new_copy(event: Event, body: Body) -> None:
    body.cc_emails = ["mission@embassy.example"]


def _a_new_quota(event: Event, body: Body) -> None:
    a_quota(event, 4, body=body)


@pytest.mark.parametrize("change", [_a_new_correspondent, _a_new_deadline, _a_new_copy, _a_new_quota])
def test_what_was_not_looked_at_is_not_sent(organiser: Visitor, change: object) -> None:
    event, body = an_event(), a_body("MD")
    a_correspondent(body)
    page = look(organiser, event, "MD")
    change(event, body)  # type: ignore[operator]
    page = page.submit("form#send")
    assert page.status == 409
    assert "Something has changed since this was shown: nothing was done." in page.text
    assert letters() == []
    assert invited() == []
    assert page.submit("form#send").status == 200
    assert invited() == ["MD"]


def test_a_second_press_sends_nothing_twice(organiser: Visitor) -> None:
    event, body = an_event(), a_body("MD")
    a_correspondent(body)
    page = look(organiser, event, "MD")
    page.submit("form#send")
    page = page.submit("form#send")
    assert page.status == 200
    assert "Nothing has been sent twice." in page.text
    assert len(letters()) == 1


def test_at_least_one_is_chosen(organiser: Visitor) -> None:
    a_body("MD")
    page = opened(organiser, an_event()).submit(FORM, button="look=1", body=None)
    assert page.status == 422
    assert page.one(".problem a").get_text() == "Choose at least one delegation."
    assert ticked(page) == set()


def test_who_cannot_send_a_delegation_is_passed_over(organiser: Visitor) -> None:
    event = an_event()
    a_body("ECCD"), a_body("MD"), a_body("INTERPOL")
    next(row for row in event.admissions if row.category is Category.OBSERVER).way = Way.NOT_ADMITTED
    page = opened(organiser, event, "?look=1&body=MD&body=ECCD&body=INTERPOL&body=NOBODY&body=%00")
    page.submit("form#send")
    assert invited() == ["MD"]


@pytest.mark.parametrize("status", [EventStatus.DRAFT, EventStatus.CANCELLED, EventStatus.ARCHIVED])
def test_nobody_is_invited_to_what_does_not_take_place(organiser: Visitor, status: EventStatus) -> None:
    event, body = an_event(), a_body("MD")
    a_correspondent(body)
    page = look(organiser, event, "MD")
    event.status = status
    assert not opened(organiser, event).soup.select(FORM)
    assert page.submit("form#send").status == 409
    assert invited() == []
    assert letters() == []


def test_after_the_deadline_it_is_said_that_nobody_can_nominate(organiser: Visitor) -> None:
    event = an_event(nominations_until=now() - timedelta(days=1))
    a_correspondent(a_body("MD"))
    assert "Correspondents can nominate nobody any more" in look(organiser, event, "MD").text


def test_only_its_organisers_invite(client: Visitor) -> None:
    own, other = an_event(), an_event()
    a_correspondent(a_body("MD"))
    visitor = sign_in(client, an_organiser(own))
    values = look(visitor, own, "MD").fields("form#send")
    assert opened(visitor, other).status == 404
    answer = visitor.post(f"/organiser/events/{other.slug}/delegations/convocation", data=values)
    assert answer.status_code == 404
    assert (
        visitor.get(f"/organiser/events/{other.slug}/delegations/MD/letter/convocation/en").status_code == 404
    )
    assert invited() == []


def test_an_invented_event_warns_before_real_people_are_written_to(organiser: Visitor) -> None:
    event = an_event(fictional=True)
    person = a_correspondent(a_body("MD"))
    assert "This event is invented, and real people" in look(organiser, event, "MD").text
    person.fictional = True
    db.session.commit()
    assert "This event is invented, and real people" not in look(organiser, event, "MD").text


def test_where_nobody_can_be_written_to_the_button_and_the_page_say_so(organiser: Visitor) -> None:
    event = an_event()
    a_correspondent(a_body("MD"), fictional=True)
    a_correspondent(a_body("AT"))
    page = look(organiser, event, "MD", a_body("DE").code)
    assert page.all_text("#send button") == ["Invite 2 delegations without a letter"]
    assert "For one of them somebody is entered to whom nothing goes" in page.text
    assert look(organiser, event, "AT").all_text("#send button") == ["Invite one delegation"]
    assert "to whom nothing goes" not in look(organiser, event, "DE").text


def test_who_was_invited_while_nobody_spoke_is_offered_again(organiser: Visitor) -> None:
    event, body = an_event(), a_body("MD")
    body.cc_emails = ["rp@coe.example"]
    look(organiser, event, "MD").submit("form#send")
    assert not ticked(opened(organiser, event)), "there is nobody to write to"
    person = a_correspondent(body)
    db.session.commit()
    assert ticked(opened(organiser, event)) == {"MD"}
    page = look(organiser, event, "MD")
    assert "One letter goes to a correspondent." in page.text, "and no second copy"
    page.submit("form#send")
    assert letters() == [
        (LetterKind.CONVOCATION_COPY, "rp@coe.example"),
        (LetterKind.CONVOCATION, person.email),
    ]
    assert not ticked(opened(organiser, event))


def test_the_invitation_is_offered_once_there_is_somebody_to_write_to(organiser: Visitor) -> None:
    event, body = an_event(), a_body("MD")
    convoking.convoke(event.id, [body.id], SYSTEM)
    address = f"/organiser/events/{event.slug}/delegations/MD"
    assert "Send the invitation…" not in organiser.visit(address).text
    a_correspondent(body)
    db.session.commit()
    assert "Send the invitation…" in organiser.visit(address).text
    convoking.convoke(event.id, [body.id], SYSTEM)
    db.session.commit()
    assert "Send the invitation…" not in organiser.visit(address).text
