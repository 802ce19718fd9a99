"""Somebody of whom everything is kept that can be kept: a word that stands nowhere else, in every place for text."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

from app.emails.correspondents import Correspondence
from app.extensions import db
from app.lib.clock import now
from app.models import (
    ActorKind,
    Category,
    Event,
    InvitationLink,
    JobState,
    LetterKind,
    LetterState,
    LinkPurpose,
    LinkRequest,
    Needs,
    Person,
    Place,
    Registration,
    SessionRole,
    SessionRoleKind,
    Status,
    StatusChange,
    Substitute,
)
from app.services import access_links, jobs, mailbox, outbox, people
from tests.factories.attendance import a_check_in
from tests.factories.bodies import a_body
from tests.factories.events import a_session
from tests.factories.letters import written
from tests.factories.mandates import a_convocation, a_mandate
from tests.factories.registrations import a_registration, a_sign_up
from tests.factories.users import a_user

MARK = "kormoran"  # a bird; no other text of the tests has it
GREEK = "κορμοραν"
ADDRESS = f"z.{MARK}@brandenburg.example"


@dataclass(frozen=True)
class Life:
    """The rows from which the rest is found."""

    person: Person
    registration: Registration
    declined: Registration  # of another, who proposed this person


def a_whole_life(event: Event, maildir: Path) -> Life:
    """Registered, signed up, present, a speaker; written to, written about, proposed, invited, exported."""
    registration = _registered(event)
    person = people.link(registration)
    declined = a_registration(event, Status.WITHDRAWN, category=Category.MEMBER_STATE_DELEGATE)
    db.session.add(
        Substitute(
            registration_id=declined.id, given_name="Zéphyrine", family_name=MARK.upper(),
            function=f"Chief {MARK}", email=ADDRESS.title(), proposed_at=now(),
        )
    )  # fmt: skip
    _in_programme(event, registration)
    _around(event, registration)
    _letters(event, registration, person, maildir)
    _made_file(event, maildir)
    db.session.commit()
    return Life(person, registration, declined)


def _registered(event: Event) -> Registration:
    registration = a_registration(
        event, Status.CONFIRMED, given_name="Zéphyrine", family_name=MARK.upper(), own_script_name=GREEK,
        title=f"Dr {MARK}", function=f"Head of the {MARK} unit", service=f"{MARK.title()} service", email=ADDRESS,
        consent_photographs=True, consent_lists=True, consent_reuse=True, first_recorded=True,
        body_text=f"{MARK} & Co",
    )  # fmt: skip
    db.session.add(Needs(registration_id=registration.id, diet=f"no {MARK}", access=f"room for a {MARK}"))
    db.session.add(
        StatusChange(
            registration_id=registration.id, at=now(), actor_kind=ActorKind.STAFF, status_to=Status.CONFIRMED,
            place_to=Place.HELD, note=f"{MARK} is known to us",
        )
    )  # fmt: skip
    proposed = Substitute(
        registration_id=registration.id, given_name="Y", family_name=f"{MARK}-other", function=MARK,
        email=f"y.{MARK}@x.example", proposed_at=now(),
    )  # fmt: skip
    db.session.add(proposed)
    db.session.flush()
    return registration


def _in_programme(event: Event, registration: Registration) -> None:
    session = a_session(event, capacity=9)
    a_sign_up(registration, session)
    a_check_in(registration, event.days[0])
    a_check_in(registration, event.days[0], session)
    parts: dict[str, Any] = {
        "session": session, "kind": SessionRoleKind.SPEAKER, "function_en": f"Head of {MARK}",
        "function_fr": f"Cheffe du {MARK}", "name_public": True,
    }  # fmt: skip
    db.session.add(SessionRole(registration_id=registration.id, plain_name=f"Z. {MARK}", **parts))
    db.session.add(SessionRole(plain_name=f"{MARK.upper()} Zéphyrine", **parts))


def _around(event: Event, registration: Registration) -> None:
    a_convocation(event, a_body("DE"), refused_at=now(), reason=f"{MARK.title()} is ill")
    db.session.add(
        InvitationLink(
            event_id=event.id, token_digest="e" * 64, category=Category.GUEST, email=ADDRESS, expires_at=now(),
            created_at=now(), created_by_id=a_user().id,
        )
    )  # fmt: skip
    db.session.add(LinkRequest(email_key=ADDRESS, asked_at=now()))
    access_links.mint_for_registration(registration, LinkPurpose.MY_REGISTRATION)


def _letters(event: Event, registration: Registration, person: Person, maildir: Path) -> None:
    for kind in (LetterKind.CONFIRMED, LetterKind.DECLINED):
        db.session.commit()  # of a chain in one transaction only the last would stay
        letter = written(outbox.put(kind, registration, reason=f"because of the {MARK}"))
        letter.calendar, letter.state, letter.sent_at = f"SUMMARY:{MARK}", LetterState.SENT, now()
        letter.server_said = mailbox.put(maildir, f"To: {ADDRESS}\n\n{MARK}".encode())
    db.session.commit()
    refused = outbox.put(LetterKind.THANKS, registration)
    refused.state, refused.server_said = LetterState.FAILED, f"550 {ADDRESS} unknown"
    db.session.commit()
    outbox.put(LetterKind.THANKS, registration, reason=MARK)
    speaker = a_mandate(a_body("MD")).person
    about = Correspondence(speaker, a_body("MD"), event)
    told = outbox.put_for_correspondent(LetterKind.NOMINEE_DECLINED, about, nominee_id=registration.id)
    written(told).state = LetterState.SENT
    told.sent_at = now()
    outbox.put_for_correspondent(LetterKind.SIGN_IN_LINK, Correspondence(person))
    db.session.flush()


def _made_file(event: Event, maildir: Path) -> None:
    job = jobs.ask("participants_workbook", event, a_user(), filters={"words": MARK}, language="en")
    job.state, job.attempts = JobState.RUNNING, 1
    db.session.flush()
    jobs.finish(job.id, 1, "list.xlsx", BytesIO(f"{MARK.upper()} {GREEK}".encode()))
