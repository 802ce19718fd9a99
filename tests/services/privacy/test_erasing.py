"""Erasing a registration or a person: who can be erased, what becomes of places, letters, links and files, and what stays."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from app.extensions import db
from app.lib.clock import now
from app.models import (
    AccessLink,
    AuditEntry,
    Category,
    Erasure,
    ErasureRule,
    InvitationLink,
    Job,
    JobState,
    Letter,
    LetterKind,
    LetterState,
    LinkPurpose,
    LinkRequest,
    Person,
    Place,
    Registration,
    Status,
)
from app.services import access_links, jobs, mailbox, outbox, people
from app.services.actors import PERSON, SYSTEM
from app.services.attendance import checking_in
from app.services.errors import NotFound, PersonErased
from app.services.privacy import consents
from app.services.privacy.erasing import MandateRuns, erase_person, erase_registration
from tests import kept
from tests.factories.bodies import a_body
from tests.factories.events import an_event, moment
from tests.factories.mandates import a_mandate, days_ago
from tests.factories.people import a_person
from tests.factories.registrations import a_registration
from tests.factories.users import a_user
from tests.records import STAFF, letters, stands

REQUEST = ErasureRule.REQUEST


def _over() -> dict[str, object]:
    return {"starts_at": moment(-30), "ends_at": moment(-29)}


def test_a_record_in_ids_remains(app: Flask, maildir: Path) -> None:
    registration = a_registration(an_event(**_over()), Status.CONFIRMED)
    person = people.link(registration)
    erasure = erase_registration(registration, STAFF, REQUEST, maildir)
    assert erasure.subjects == [f"registration:{registration.id}", f"person:{person.id}"]
    assert (erasure.number, erasure.actor_kind, erasure.actor_id) == (2, STAFF.kind, STAFF.id)
    actions = db.session.scalars(select(AuditEntry.action)).all()
    assert {"registration.erased", "person.erased"} <= set(actions)


def test_whoever_was_erased_is_not_erased_again(app: Flask, maildir: Path) -> None:
    registration = a_registration(an_event(**_over()), Status.CONFIRMED)
    person = people.link(registration)
    erase_registration(registration, STAFF, REQUEST, maildir)
    with pytest.raises(PersonErased):
        erase_registration(registration, STAFF, REQUEST, maildir)
    with pytest.raises(PersonErased):
        erase_person(person, STAFF, REQUEST, maildir)
    assert len(db.session.scalars(select(Erasure)).all()) == 1


def test_before_the_end_the_place_goes_to_whoever_waits(app: Flask, maildir: Path) -> None:
    event = an_event(capacity_in_person=1)
    leaving = a_registration(event, Status.CONFIRMED, category=Category.GUEST)
    waiting = a_registration(event, Status.SUBMITTED, category=Category.GUEST, place=Place.WAITING)
    erase_registration(leaving, PERSON, REQUEST, maildir)
    assert stands(leaving) == (Status.WITHDRAWN, Place.NONE)
    assert stands(waiting)[1] is Place.HELD
    assert letters(leaving) == []
    assert letters(waiting)


@pytest.mark.parametrize(
    ("actor", "ends"), [(PERSON, Status.WITHDRAWN), (STAFF, Status.CANCELLED), (SYSTEM, Status.CANCELLED)]
)
def test_a_nominated_person_leaves_in_the_way_that_the_actor_has(
    app: Flask, maildir: Path, actor: object, ends: Status
) -> None:
    nominated = a_registration(an_event(), Status.NOMINATED)
    erase_registration(nominated, actor, REQUEST, maildir)  # type: ignore[arg-type]
    assert stands(nominated) == (ends, Place.NONE)


def test_after_the_end_status_and_place_stay(app: Flask, maildir: Path) -> None:
    registration = a_registration(an_event(**_over()), Status.CONFIRMED)
    erase_registration(registration, STAFF, REQUEST, maildir)
    assert stands(registration) == (Status.CONFIRMED, Place.HELD)


def test_the_paper_in_the_hand_leads_nowhere(app: Flask, maildir: Path) -> None:
    registration = a_registration(an_event(**_over()), Status.CONFIRMED)
    reference, badge = registration.reference, registration.badge_code
    access_links.mint_for_registration(registration, LinkPurpose.MY_REGISTRATION)
    erase_registration(registration, STAFF, REQUEST, maildir)
    assert registration.reference != reference
    assert registration.badge_code != badge
    assert all(link.revoked_at is not None for link in db.session.scalars(select(AccessLink)))


def test_a_person_with_another_registration_stays(app: Flask, maildir: Path) -> None:
    first = a_registration(an_event(**_over()), Status.CONFIRMED, email="one@igp.example", family_name="ONE")
    second = a_registration(an_event(), Status.CONFIRMED, email="one@igp.example", family_name="ONE")
    person = people.link(first)
    assert people.link(second) is person
    erase_registration(first, STAFF, REQUEST, maildir)
    assert person.family_name == "ONE"
    assert second.family_name == "ONE"
    erase_registration(second, STAFF, REQUEST, maildir)
    assert person.family_name is None


def test_a_person_goes_with_all_registrations_linked_or_not(app: Flask, maildir: Path) -> None:
    linked = a_registration(an_event(**_over()), Status.CONFIRMED, email="one@igp.example", family_name="ONE")
    unlinked = a_registration(an_event(), Status.NOMINATED, email="ONE@igp.example", family_name="One")
    person = people.link(linked)
    erasure = erase_person(person, STAFF, REQUEST, maildir)
    assert {linked.family_name, unlinked.family_name, person.family_name, person.email} == {None}
    assert person.identity_key is None
    assert erasure.number == 3


@pytest.mark.parametrize("until", [None, 0, 30])
def test_whoever_speaks_for_a_body_is_not_erased(app: Flask, maildir: Path, until: int | None) -> None:
    person = a_person()
    last = None if until is None else days_ago(-until)
    a_mandate(a_body("MD"), person, until_date=last)
    with pytest.raises(MandateRuns):
        erase_person(person, STAFF, REQUEST, maildir)


def test_a_mandate_that_begins_later_protects_as_well(app: Flask, maildir: Path) -> None:
    person = a_person()
    a_mandate(a_body("MD"), person, from_date=days_ago(-5))
    with pytest.raises(MandateRuns):
        erase_person(person, STAFF, REQUEST, maildir)


def test_a_correspondent_whose_registration_is_erased_goes_on_speaking(app: Flask, maildir: Path) -> None:
    registration = a_registration(an_event(**_over()), Status.CONFIRMED)
    person = people.link(registration)
    a_mandate(a_body("MD"), person)
    erase_registration(registration, STAFF, REQUEST, maildir)
    assert person.family_name is not None
    assert registration.family_name is None


def test_a_mandate_that_has_ended_does_not_protect(app: Flask, maildir: Path) -> None:
    person = a_person()
    a_mandate(a_body("MD"), person, until_date=days_ago(1))
    erase_person(person, STAFF, REQUEST, maildir)
    assert db.session.get_one(Person, person.id).family_name is None


@pytest.mark.parametrize("state", [LetterState.QUEUED, LetterState.SENDING, LetterState.WILL_RETRY])
def test_what_waits_does_not_go_out(app: Flask, maildir: Path, state: LetterState) -> None:
    registration = a_registration(an_event(**_over()), Status.CONFIRMED)
    letter = outbox.put(LetterKind.THANKS, registration, reason="with love")
    letter.state = state
    db.session.flush()
    erase_registration(registration, STAFF, REQUEST, maildir)
    db.session.refresh(letter)
    assert (letter.state, letter.recipient, letter.facts) == (LetterState.CANCELLED, None, {})


@pytest.mark.parametrize("state", [LetterState.SENT, LetterState.FAILED, LetterState.CANCELLED])
def test_of_what_ended_the_state_stays(app: Flask, maildir: Path, state: LetterState) -> None:
    registration = a_registration(an_event(**_over()), Status.CONFIRMED)
    letter = outbox.put(LetterKind.THANKS, registration)
    letter.state, letter.subject, letter.server_said = state, "Dear Ana", "550 a.cebotari is unknown"
    db.session.flush()
    erase_registration(registration, STAFF, REQUEST, maildir)
    db.session.refresh(letter)
    assert letter.state is state
    assert (letter.subject, letter.server_said, letter.recipient) == (None, None, None)
    assert (letter.set_aside_at is not None) is (state is LetterState.FAILED), (
        "nobody can put it right any more"
    )


def test_of_the_erased_no_consent_is_left_to_take_back(app: Flask, maildir: Path) -> None:
    registration = a_registration(an_event(**_over()), Status.CONFIRMED, consent_lists=True)
    erase_registration(registration, STAFF, REQUEST, maildir)
    with pytest.raises(PersonErased):
        consents.withdraw(registration.id, ["consent_lists"], PERSON)


def test_that_a_correspondent_asked_for_a_link_goes(app: Flask, maildir: Path) -> None:
    person = a_person(email="Ana@igp.example")
    for key in ("ana@igp.example", "ion@igp.example"):
        db.session.add(LinkRequest(email_key=key, asked_at=now()))
    erase_person(person, STAFF, REQUEST, maildir)
    assert db.session.scalars(select(LinkRequest.email_key)).all() == ["ion@igp.example"]


def test_letters_to_others_stay(app: Flask, maildir: Path) -> None:
    event = an_event(**_over())
    other = outbox.put(LetterKind.THANKS, a_registration(event, Status.CONFIRMED))
    erase_registration(a_registration(event, Status.CONFIRMED), STAFF, REQUEST, maildir)
    db.session.refresh(other)
    assert other.recipient is not None
    assert other.state is LetterState.QUEUED


def test_a_mail_in_the_development_mailbox_goes(app: Flask, maildir: Path) -> None:
    event = an_event(**_over())
    told, other = a_registration(event, Status.CONFIRMED), a_registration(event, Status.CONFIRMED)
    for registration in (told, other):
        letter = outbox.put(LetterKind.THANKS, registration)
        letter.state = LetterState.SENT
        letter.server_said = mailbox.put(maildir, f"To: {registration.email}\n\nDear Ana".encode())
    erase_registration(told, STAFF, REQUEST, maildir)
    db.session.commit()
    [left] = mailbox.mails(maildir)
    assert left.message["To"] == other.email


def test_files_that_may_name_the_person_go_with_the_commit(app: Flask, maildir: Path) -> None:
    event = an_event(**_over())
    registration = a_registration(event, Status.CONFIRMED)
    job, elsewhere = (jobs.ask("list", at, a_user(), filters={}) for at in (event, an_event()))
    for one in (job, elsewhere):
        one.state, one.attempts = JobState.RUNNING, 1
        db.session.flush()
        assert jobs.finish(one.id, 1, "list.xlsx", BytesIO(b"ANA"))
    erase_registration(registration, STAFF, REQUEST, maildir)
    db.session.commit()
    db.session.expire_all()
    assert (job.stored_name, job.parameters) == (None, {})
    assert list(kept.contents()) == [elsewhere.stored_name]


def test_a_list_that_is_being_made_is_begun_anew(app: Flask, maildir: Path) -> None:
    event = an_event(**_over())
    job = jobs.ask("list", event, a_user())
    job.state, job.attempts, job.lease_until = JobState.RUNNING, 1, now() + timedelta(minutes=1)
    erase_registration(a_registration(event, Status.CONFIRMED), STAFF, REQUEST, maildir)
    assert not jobs.finish(job.id, 1, "list.xlsx", BytesIO(b"ANA"))
    db.session.commit()
    assert kept.contents() == {}
    assert db.session.get_one(Job, job.id, populate_existing=True).state is JobState.QUEUED


def test_an_address_that_was_invited_opens_nothing_to_others(app: Flask, maildir: Path) -> None:
    event = an_event()
    link = InvitationLink(
        event_id=event.id, token_digest="0" * 64, category=Category.GUEST, email="Ana@igp.example",
        expires_at=moment(9), created_at=now(), created_by_id=a_user().id,
    )  # fmt: skip
    db.session.add(link)
    registration = a_registration(event, Status.CONFIRMED, email="ana@igp.example")
    erase_registration(registration, STAFF, REQUEST, maildir)
    assert link.email is None
    assert not link.is_usable(now())
    assert db.session.get_one(Registration, registration.id).email is None
    assert db.session.scalars(select(Letter)).all() == []


def test_the_desk_knows_no_more_of_whoever_was_erased(app: Flask, maildir: Path) -> None:
    """Nobody can come under an erased registration, which would change a figure."""
    registration = a_registration(an_event(starts_at=moment(0, 9), closes_at=None), Status.CONFIRMED)
    erase_registration(registration, STAFF, REQUEST, maildir)
    with pytest.raises(NotFound):
        checking_in.of_event(registration.event, registration.id)
    assert checking_in.find_by_code(registration.event, registration.badge_code) is None
