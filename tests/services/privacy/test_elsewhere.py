"""Whoever is erased goes from the rows of others too; and nobody takes others out of them by a name that was only typed."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select, text

from app.emails.correspondents import Correspondence
from app.extensions import db
from app.lib.clock import now
from app.models import (
    Campaign,
    CampaignState,
    Category,
    ErasureRule,
    Event,
    InvitationLink,
    LetterKind,
    LetterState,
    Origin,
    Place,
    Registration,
    SessionRole,
    SessionRoleKind,
    Status,
    StatusChange,
    Substitute,
)
from app.services import campaign_recipients, delivery, outbox, people
from app.services.actors import PERSON
from app.services.participant_filters import Filters
from app.services.privacy.erasing import erase_person, erase_registration
from tests.columns import columns_that_say
from tests.factories.bodies import a_body
from tests.factories.campaigns import a_campaign
from tests.factories.events import a_session, an_event
from tests.factories.letters import written
from tests.factories.mandates import a_convocation, a_mandate
from tests.factories.registrations import a_registration
from tests.factories.users import a_user
from tests.records import STAFF

REQUEST = ErasureRule.REQUEST
NAME = {"given_name": "Zéphyrine", "family_name": "KORMORAN"}


def _named_elsewhere(event: Event) -> SessionRole:
    part = SessionRole(
        session=a_session(event),
        kind=SessionRoleKind.SPEAKER,
        plain_name="Zéphyrine Kormoran",
        name_public=True,
    )
    db.session.add(part)
    a_convocation(event, a_body("DE"), refused_at=now(), reason="Kormoran is ill")
    db.session.flush()
    return part


def test_a_stranger_with_the_name_of_a_speaker_takes_nobody_out_of_the_programme(
    app: Flask, maildir: Path
) -> None:
    event = an_event()
    part = _named_elsewhere(event)
    stranger = a_registration(event, Status.CONFIRMED, origin=Origin.PUBLIC, category=Category.GUEST, **NAME)
    erase_registration(stranger, PERSON, REQUEST, maildir)
    assert (part.plain_name, part.name_public) == ("Zéphyrine Kormoran", True)
    assert columns_that_say("kormoran") == ["convocation.reason", "session_role.plain_name"]


def _by_staff(registration: Registration, maildir: Path) -> None:
    erase_registration(registration, STAFF, REQUEST, maildir)


def _decided_by_staff(registration: Registration, maildir: Path) -> None:
    db.session.add(
        StatusChange(
            registration_id=registration.id, at=now(), actor_kind=STAFF.kind, status_to=Status.CONFIRMED,
            place_to=Place.HELD,
        )
    )  # fmt: skip
    erase_registration(registration, PERSON, REQUEST, maildir)


def _nominated(registration: Registration, maildir: Path) -> None:
    registration.origin = Origin.NOMINATION
    erase_registration(registration, PERSON, REQUEST, maildir)


@pytest.mark.parametrize("erase", [_by_staff, _decided_by_staff, _nominated])
def test_whoever_is_known_by_this_name_goes_from_there_too(app: Flask, maildir: Path, erase: object) -> None:
    event = an_event()
    _named_elsewhere(event)
    known = a_registration(event, Status.CONFIRMED, origin=Origin.PUBLIC, category=Category.GUEST, **NAME)
    erase(known, maildir)  # type: ignore[operator]
    assert columns_that_say("kormoran") == []


def test_a_letter_that_names_somebody_as_a_substitute_is_emptied(app: Flask, maildir: Path) -> None:
    event = an_event()
    declined = a_registration(event, Status.WITHDRAWN, body=a_body("MD"))
    db.session.add(
        Substitute(registration_id=declined.id, email="z@kormoran.example", proposed_at=now(), **NAME)
    )
    about = Correspondence(a_mandate(a_body("MD")).person, a_body("MD"), event)
    told = written(outbox.put_for_correspondent(LetterKind.NOMINEE_DECLINED, about, nominee_id=declined.id))
    told.state, told.sent_at = LetterState.SENT, now()
    assert "KORMORAN" in str(told.text)
    newcomer = a_registration(event, Status.NOMINATED, email="Z@kormoran.example", **NAME)
    erase_registration(newcomer, STAFF, REQUEST, maildir)
    assert columns_that_say("kormoran") == []


def test_a_shared_mailbox_keeps_what_is_meant_for_the_others(app: Flask, maildir: Path) -> None:
    event, shared = an_event(), "unit@police.example"
    declined = a_registration(event, Status.WITHDRAWN)
    db.session.add(
        Substitute(registration_id=declined.id, family_name="OTHER", email=shared, proposed_at=now())
    )
    invitation = InvitationLink(
        event_id=event.id, token_digest="f" * 64, category=Category.GUEST, email=shared, expires_at=now(),
        created_at=now(), created_by_id=a_user().id,
    )  # fmt: skip
    db.session.add(invitation)
    colleague = a_registration(event, Status.CONFIRMED, email=shared, family_name="COLLEAGUE")
    leaving = a_registration(event, Status.CONFIRMED, email=shared, **NAME)
    erase_registration(leaving, PERSON, REQUEST, maildir)
    assert (invitation.email, invitation.revoked_at) == (shared, None)
    assert db.session.get_one(Substitute, declined.id).family_name == "OTHER"
    erase_registration(colleague, PERSON, REQUEST, maildir)
    assert invitation.email is None
    assert invitation.revoked_at is not None
    assert columns_that_say(shared) == []


def test_a_message_to_whoever_was_searched_by_name_reaches_nobody_instead_of_everybody(
    app: Flask, maildir: Path
) -> None:
    event = an_event()
    searched = a_registration(event, Status.CONFIRMED, **NAME)
    a_registration(event, Status.CONFIRMED)
    messages = [
        a_campaign(event, state=state, filters=Filters(words="kormoran zephyrine").stored())
        for state in (CampaignState.DRAFT, CampaignState.DONE)
    ]
    kept = a_campaign(event, filters=Filters(words="ana").stored())
    erase_registration(searched, STAFF, REQUEST, maildir)
    db.session.flush()
    assert columns_that_say("kormoran") == []
    assert kept.filters == {"words": "ana"}
    for message in db.session.scalars(select(Campaign).where(Campaign.id.in_(one.id for one in messages))):
        assert campaign_recipients.reach(event, Filters.restored(message.filters)).total == 0


def test_what_was_queued_while_somebody_was_erased_does_not_go_out(app: Flask, maildir: Path) -> None:
    registration = a_registration(an_event(), Status.CONFIRMED, email="z@kormoran.example", **NAME)
    person = people.link(registration)
    erase_person(person, STAFF, REQUEST, maildir)
    late = [
        outbox.put(LetterKind.PRIVATE_LINK, registration, reason="Kormoran"),
        outbox.put_for_correspondent(LetterKind.SIGN_IN_LINK, Correspondence(person), name="Kormoran"),
    ]
    for letter in late:
        letter.recipient, letter.state = "z@kormoran.example", LetterState.QUEUED
    db.session.flush()
    db.session.commit()
    assert delivery.take(delivery.limits()) == []
    assert [letter.state for letter in late] == [LetterState.CANCELLED] * 2
    assert columns_that_say("kormoran") == []


@pytest.mark.sqlite_only
def test_nothing_is_left_in_the_file_of_the_database(app: Flask, maildir: Path) -> None:
    registration = a_registration(an_event(), Status.CONFIRMED, function="kormoran " * 20, **NAME)
    db.session.commit()
    file = Path(str(db.engine.url.database))
    _into_the_file()
    assert b"kormoran" in file.read_bytes().lower()
    erase_registration(registration, STAFF, REQUEST, maildir)
    db.session.commit()
    _into_the_file()
    assert b"kormoran" not in file.read_bytes().lower()


def _into_the_file() -> None:
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.execute(text("BEGIN"))
