"""One delegation: its reply, its places, its people, who speaks for it, and what the secretariat records for it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
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
    Event,
    EventStatus,
    Place,
    Registration,
    Role,
    Status,
    Substitute,
)
from app.services import convocations, convoking
from app.services.actors import SYSTEM
from tests.factories.bodies import a_body
from tests.factories.events import a_quota, an_event
from tests.factories.mandates import a_convocation, a_correspondent
from tests.factories.many_registrations import many_registrations
from tests.factories.registrations import a_registration
from tests.factories.users import an_organiser
from tests.pages import Page, Visitor
from tests.signing_in import sign_in
from tests.statement_count import Statements

Counting = Callable[[], AbstractContextManager[Statements]]
REFUSE = "form#refuse"


def address(event: Event, body: Body | str, rest: str = "") -> str:
    code = body if isinstance(body, str) else body.code
    return f"/organiser/events/{event.slug}/delegations/{code}{rest}"


def shown(visitor: Visitor, event: Event, body: Body) -> Page:
    page = visitor.visit(address(event, body))
    assert page.status == 200
    return page


def fact(page: Page, question: str) -> str:
    terms = dict(zip(page.all_text("dl.facts dt"), page.all_text("dl.facts dd"), strict=True))
    return terms[question]


def test_the_reply_with_its_dates(organiser: Visitor) -> None:
    event, body = an_event(), a_body("MD")
    assert fact(shown(organiser, event, body), "Invited") == "not from here"
    a_convocation(event, body, reminders=1, reminded_at=now())
    page = shown(organiser, event, body)
    assert fact(page, "Invitation seen") == "not yet"
    assert fact(page, "Reminders").startswith("Reminded once")
    assert "Invited, silent" in page.one(".head").get_text()
    convocations.note_seen(event.id, body.id)
    assert str(now().year) in fact(shown(organiser, event, body), "Invitation seen")


def test_its_places_its_people_and_who_waits(organiser: Visitor) -> None:
    event, body = an_event(), a_body("MD")
    a_quota(event, 2, kind=BodyKind.MEMBER_STATE)
    a_registration(event, Status.CONFIRMED, body=body, family_name="DELEGATE")
    head = a_registration(event, Status.NOMINATED, body=body, family_name="FIRST", role=Role.HEAD)
    a_registration(event, body=body, family_name="LATE", place=Place.WAITING, waiting_since=now())
    a_registration(event, category=Category.SPEAKER_EXPERT, body=body, family_name="SPEAKER")
    a_registration(event, body=a_body("DE"), family_name="FOREIGN")
    page = shown(organiser, event, body)
    assert fact(page, "Places used").startswith("2 of 2 · none left")
    people = page.all_text(".two > div > section:first-child .rows li")
    assert len(people) == 3
    assert "FIRST" in people[0]
    assert "LATE" in people[2]
    assert "Waiting list" in people[2]
    assert "SPEAKER" not in page.text
    assert "FOREIGN" not in page.text
    assert page.follow("FIRST").address.endswith(f"/participants/{head.id}")
    assert "SPEAKER" in page.follow("All who come from there").text


def test_who_does_not_come_is_not_counted_and_stands_apart(organiser: Visitor) -> None:
    event, body = an_event(), a_body("MD")
    a_registration(event, Status.WITHDRAWN, body=body, family_name="ABSENT", place=Place.NONE)
    a_registration(event, Status.CONFIRMED, body=body, family_name="DELEGATE")
    page = shown(organiser, event, body)
    assert "One person" in page.all_text("h2")
    assert page.all_text("h3") == ["One person who does not come"]
    coming, ended = page.soup.select("h3 ~ ul.rows, .bar + ul.rows")[:2]
    assert "DELEGATE" in coming.get_text()
    assert "ABSENT" not in coming.get_text()
    assert "ABSENT" in ended.get_text()


def test_without_a_quota_there_is_no_limit(organiser: Visitor) -> None:
    assert fact(shown(organiser, an_event(), a_body("MD")), "Places used").startswith("0, no limit")


def test_who_speaks_for_it_and_what_was_written(organiser: Visitor) -> None:
    event, body, other = an_event(), a_body("MD", cc_emails=["mission@embassy.example"]), a_body("DE")
    person = a_correspondent(body, email="one@police.example")
    a_correspondent(other, email="other@police.example")
    convoking.convoke(event.id, [body.id, other.id], SYSTEM)
    db.session.commit()
    convoking.convoke(an_event().id, [body.id], SYSTEM)
    page = shown(organiser, event, body)
    assert person.family_name in page.one("aside").get_text()
    assert "Copies: mission@embassy.example" in page.text
    letters = page.all_text(".two > div > section:last-child .rows li")
    assert len(letters) == 2, letters
    assert any("one@police.example" in line for line in letters)
    assert "other@police.example" not in page.text


def test_a_body_without_correspondent_is_said_to_have_none(organiser: Visitor) -> None:
    assert "Nobody: letters reach nobody who could answer." in shown(organiser, an_event(), a_body("MD")).text


def test_a_discreet_person_is_a_representative(organiser: Visitor) -> None:
    event, body = an_event(), a_body("MD")
    a_registration(event, body=body, family_name="SECRET", discreet=True)
    page = shown(organiser, event, body)
    assert "SECRET" not in page.text
    assert "Representative" in page.text


def test_substitutes_that_wait_are_shown(organiser: Visitor) -> None:
    event, body = an_event(), a_body("MD")
    for name, settled in (("PROPOSED", None), ("SETTLED", now())):
        gone = a_registration(event, Status.WITHDRAWN, body=body)
        db.session.add(
            Substitute(
                registration=gone,
                family_name=name,
                email="s@x.example",
                proposed_at=now(),
                settled_at=settled,
            )
        )
    page = shown(organiser, event, body)
    assert "PROPOSED" in page.text
    assert "SETTLED" not in page.text


def a_proposal(event: Event, body: Body) -> Substitute:
    gone = a_registration(event, Status.WITHDRAWN, body=body, role=Role.DELEGATE)
    made = Substitute(registration=gone, family_name="PROPOSED", email="s@x.example", proposed_at=now())
    db.session.add(made)
    db.session.flush()
    return made


def test_a_substitute_is_taken_up_once(organiser: Visitor) -> None:
    event, body = an_event(), a_body("MD")
    proposal = a_proposal(event, body)
    page = shown(organiser, event, body)
    done = page.submit("form[action$='/take']")
    assert done.status == 200
    assert proposal.settled_at is not None
    newcomer = db.session.scalars(select(Registration).where(Registration.status == Status.NOMINATED)).one()
    assert (newcomer.family_name, newcomer.body) == ("PROPOSED", body)
    assert page.submit("form[action$='/take']").status == 409
    assert page.submit("form[action$='/set-aside']").status == 409


def test_a_proposal_is_set_aside(organiser: Visitor) -> None:
    event, body = an_event(), a_body("MD")
    proposal = a_proposal(event, body)
    page = shown(organiser, event, body).submit("form[action$='/set-aside']")
    assert "PROPOSED" not in page.text
    assert proposal.settled_at is not None


def test_another_body_s_proposal_is_not_there(organiser: Visitor) -> None:
    event, body, other = an_event(), a_body("MD"), a_body("DE")
    proposal, foreign = a_proposal(event, other), a_proposal(an_event(), body)
    a_convocation(event, body)
    token = shown(organiser, event, body).soup.select("[name=csrf_token]")[0]["value"]
    for row in (proposal, foreign):
        for step in ("take", "set-aside"):
            there = address(event, body, f"/substitutes/{row.registration_id}/{step}")
            assert organiser.post(there, data={"csrf_token": token}).status_code == 404
    assert proposal.settled_at is None
    assert foreign.settled_at is None


def test_a_refusal_is_recorded_with_its_reason_and_taken_back(organiser: Visitor) -> None:
    event, body = an_event(), a_body("MD")
    a_convocation(event, body)
    page = shown(organiser, event, body).submit(REFUSE, reason="  ")
    assert page.status == 422
    assert page.one("#reason")["aria-invalid"] == "true"
    page = page.submit(REFUSE, reason="Told by telephone: no budget")
    assert "Told by telephone: no budget" in page.all_text(".note.warn")[0]
    assert "Will not attend" in page.one(".head").get_text()
    assert not page.soup.select(REFUSE)
    page = page.submit("form[action$='/take-back']")
    assert "Invited, silent" in page.one(".head").get_text()
    row = convocations.of(event.id, body.id)
    assert row is not None
    assert row.reason is None
    actions = list(db.session.scalars(select(AuditEntry.action).order_by(AuditEntry.id)))
    assert actions[-2:] == ["convocation.refused", "convocation.refusal_taken_back"]


def test_who_sends_somebody_does_not_refuse(organiser: Visitor) -> None:
    event, body = an_event(), a_body("MD")
    a_convocation(event, body)
    page = shown(organiser, event, body)
    a_registration(event, body=body)
    page = page.submit(REFUSE, reason="No budget")
    assert page.status == 409
    assert "The delegation has people at this event." in page.text
    row = convocations.of(event.id, body.id)
    assert row is not None
    assert row.refused_at is None


def test_who_was_not_invited_neither_refuses_nor_takes_back(organiser: Visitor) -> None:
    event, body = an_event(), a_body("MD")
    token = shown(organiser, event, body).soup.select("[name=csrf_token]")[0]["value"]
    for rest in ("/refuse", "/take-back"):
        data = {"csrf_token": token, "reason": "No budget"}
        assert organiser.post(address(event, body, rest), data=data).status_code == 404


def test_a_discreet_way_to_invite_and_to_remind_one(organiser: Visitor) -> None:
    event, body = an_event(), a_body("MD")
    a_correspondent(body), a_correspondent(a_body("DE"))
    a_convocation(event, a_body("DE"))
    page = shown(organiser, event, body).follow("Invite…")
    assert page.one("h1").get_text() == "Invite one delegation?"
    page.submit("form#send")
    page = shown(organiser, event, body).follow("Remind…")
    assert page.one("h1").get_text() == "Remind one silent delegation?"
    assert "Germany" not in page.one("main").get_text()


def test_what_is_over_offers_nothing(organiser: Visitor) -> None:
    event, body = an_event(status=EventStatus.CANCELLED), a_body("MD")
    a_convocation(event, body)
    a_registration(event, Status.CONFIRMED, body=body)
    page = shown(organiser, event, body)
    assert not page.soup.select("main form")
    assert "Replace…" not in page.text
    event.status = EventStatus.PUBLISHED
    event.starts_at, event.ends_at = now() - timedelta(days=2), now() - timedelta(days=1)
    assert "Nominate…" not in shown(organiser, event, body).text


@pytest.mark.parametrize("code", ["XX", "md", "ECCD", "OLD", "convocations"])
def test_who_sends_nobody_has_no_delegation(organiser: Visitor, code: str) -> None:
    event = an_event()
    a_body("MD"), a_body("ECCD"), a_body("OLD", BodyKind.AGENCY, selectable=False)
    assert organiser.get(address(event, code)).status_code == 404
    assert organiser.get(address(event, code, "/letter/convocation/en")).status_code == 404


def test_only_its_organisers_see_it(client: Visitor) -> None:
    own, other, body = an_event(), an_event(), a_body("MD")
    a_convocation(other, body)
    visitor = sign_in(client, an_organiser(own))
    token = shown(visitor, own, body).soup.select("[name=csrf_token]")[0]["value"]
    assert visitor.get(address(other, body)).status_code == 404
    for rest in ("/refuse", "/take-back"):
        data = {"csrf_token": token, "reason": "No budget"}
        assert visitor.post(address(other, body, rest), data=data).status_code == 404
    row = convocations.of(other.id, body.id)
    assert row is not None
    assert row.refused_at is None


def test_the_statements_do_not_grow(organiser: Visitor, statements: Counting) -> None:
    counted = []
    for number in (40, 500):
        event = an_event()
        many_registrations(event, number)
        body = a_body("S00")
        a_convocation(event, body)
        a_registration(event, body=body, place=Place.WAITING, waiting_since=now())
        db.session.commit()
        assert shown(organiser, event, body).soup.select(".two > div > section:first-child .rows li")
        there = address(event, body)
        with statements() as asked:
            organiser.visit(there)
        counted.append(len(asked))
    assert counted == [13, 13]
