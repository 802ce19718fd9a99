"""The world that is looked at: the demonstration, and beside it one of everything that an address can name."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from flask import Flask
from sqlalchemy import select

from app.cli.preparing import load_reference_data
from app.extensions import Base, db
from app.lib.clock import now
from app.models import (
    Body,
    Category,
    Event,
    EventStatus,
    Language,
    LetterKind,
    LetterText,
    LinkPurpose,
    Mandate,
    Notice,
    NoticeDraft,
    Person,
    Registration,
    Status,
    Substitute,
    User,
)
from app.services import access_links, heartbeats, invitations, mailbox, outbox
from app.services.actors import staff
from app.services.demonstration import loading
from app.services.invitations import InvitationDetails
from app.web import document_files
from app.worker.delivering import Deliverer
from tests.factories import users
from tests.factories.attendance import a_check_in
from tests.factories.events import a_quota, a_session, an_event, moment
from tests.factories.mandates import a_mandate
from tests.factories.registrations import a_registration, a_sign_up
from tests.outside.estate import Estate, a_document, belongings
from tests.web import viewers

SPEAKING_FOR = "MD"
SILENT = "AZ"  # invited, and for whom the same correspondent speaks
NOMINATED_OF = "TR"  # whose head of delegation has not answered yet


@dataclass(frozen=True)
class World:
    """Ids and slugs: the value of each argument of an address, who is somebody, and which other events are worth a look."""

    ids: dict[str, object]
    event: int
    registration: int
    asking: int  # for a place in the same delegation
    nominated: int
    speaker: int
    owner: int  # of the files
    past: str
    today = "today"
    draft = "draft"
    reported = "conference-2024"

    def rows(self, registration: int) -> viewers.World:
        """The same as those see it who make somebody a viewer; whoever has a private link has that of `registration`."""
        event, speaker = db.session.get_one(Event, self.event), db.session.get_one(Person, self.speaker)
        estate = Estate(event, db.session.get_one(Registration, registration), speaker, [], self.ids)
        return viewers.World(estate, estate, db.session.get_one(User, self.owner))


def a_world(app: Flask) -> World:
    """Make it; committed."""
    load_reference_data()
    heartbeats.beat()
    key = _delivered(app, loading.add(loading.PARTICIPANTS, document_files.most()))
    event = loading.present()
    assert event is not None
    past = db.session.scalars(
        select(Event).where(Event.fictional, Event.status == EventStatus.ARCHIVED)
    ).one()
    owner = users.an_administrator(name="Élise Montreuil-Dussault", email="elise@secretariat.example")
    _today()
    _draft()
    member = _registration(event, SPEAKING_FOR, Status.CONFIRMED)
    mandate = _mandate(member)
    _texts(event)
    a_mandate(db.session.scalars(select(Body).where(Body.code == SILENT)).one(), mandate.person)
    ids = _ids(_beside(event, member, owner), member, mandate) | {"key": key, "user_id": owner.id}
    asking, nominated = (
        _registration(event, code, status).id
        for code, status in ((SPEAKING_FOR, Status.SUBMITTED), (NOMINATED_OF, Status.NOMINATED))
    )
    made = World(ids, event.id, member.id, asking, nominated, mandate.person_id, owner.id, past.slug)
    db.session.commit()
    return made


def _delivered(app: Flask, event: Event) -> str:
    """The key of a letter in the development mailbox."""
    outbox.put(LetterKind.CONFIRMED, _registration(event, SPEAKING_FOR, Status.CONFIRMED))
    db.session.commit()
    Deliverer(app).run()
    return next(iter(mailbox.mails(app.extensions["config"].mailbox_path))).key


def _registration(event: Event, code: str, status: Status) -> Registration:
    of_body = Registration.body.has(Body.code == code)
    found = select(Registration).where(
        Registration.event_id == event.id, Registration.status == status, of_body
    )
    return db.session.scalars(found.limit(1)).one()


def _mandate(member: Registration) -> Mandate:
    running = select(Mandate).where(Mandate.body_id == member.body_id, Mandate.until_date.is_(None))
    return db.session.scalars(running).one()


def _today() -> None:
    """An event that takes place today: a session with exits, somebody there, somebody awaited."""
    event = an_event(slug=World.today, starts_at=moment(0, 1), walk_ins=True)
    hall = a_session(event, 1, exits=True)
    arrived = a_registration(event, Status.CONFIRMED, family_name="NGUYEN-MOREAU", given_name="Béatrice")
    a_registration(event, Status.CONFIRMED, discreet=True)
    a_registration(event, Status.SUBMITTED)
    a_check_in(arrived)
    a_check_in(arrived, session=hall)


def _draft() -> None:
    an_event(
        slug=World.draft, status=EventStatus.DRAFT, title_fr="", starts_at=None, closes_at=None, city=None
    )


def _texts(event: Event) -> None:
    """Words of the secretariat's own: a version of a letter, of one event and of all, and the next privacy notice."""
    words = {"subject": "Your registration", "heading": "We have received it", "text": "{{ particulars }}"}
    which = {"kind": LetterKind.RECEIVED, "language": Language.EN, "version": 1, "created_at": now()}
    db.session.add_all(LetterText(event_id=whose, **which, **words) for whose in (event.id, None))
    notice = {"text_en": "Who we are\n\nThe secretariat.", "text_fr": "Qui nous sommes\n\nLe secrétariat."}
    db.session.add(NoticeDraft(id=1, changed_at=now(), **notice))
    first = db.session.scalars(select(Notice)).one()
    db.session.add(Notice(number=2, text_en=first.text_en, text_fr=first.text_fr, published_at=now()))


def _beside(event: Event, member: Registration, owner: User) -> dict[str, Base]:
    """What the demonstration does not have, by the argument of an address that names it; written."""
    gone = a_registration(event, Status.WITHDRAWN, body=member.body, family_name="POPA")
    a_registration(event, Status.SUBMITTED, body=member.body, family_name="RUSU")
    session = a_session(event, 2, sign_up=True)
    rows = belongings(event, owner, member, session.id) | {
        "session_id": session,
        "quota": a_quota(event, 5, body=member.body),
        "sign_up": a_sign_up(member, session),
        "document_id": a_document(event, owner),
        "substitute": Substitute(
            registration_id=gone.id, family_name="NEGRU", email="v@igp.example", proposed_at=now()
        ),
    }
    db.session.add_all(rows.values())
    db.session.flush()
    return rows


def _ids(rows: dict[str, Any], member: Registration, mandate: Mandate) -> dict[str, object]:
    ids: dict[str, object] = {name: row.id for name, row in rows.items() if name.endswith("_id")}
    ids |= {"slug": member.event.slug, "code": SPEAKING_FOR, "person_id": member.person_id, "number": 1}
    ids |= {"registration_id": member.id, "subject_id": member.person_id, "mandate_id": mandate.id}
    return ids | {
        "indicator": "attended",
        "kind": "received",
        "group": "registration",
        "of_list": "participants",
    }


def secrets(world: World) -> dict[str, str]:
    """A new secret for each address that takes one, by the beginning of its rule; committed."""
    rows = world.rows(world.registration)
    member, invited = rows.mine.registration, users.a_user()
    details = InvitationDetails(Category.PRESS, now() + timedelta(days=9))
    made = {
        "/c/": access_links.mint_for_registration(member, LinkPurpose.CONFIRM_ADDRESS),
        "/r/": access_links.mint_for_registration(member, LinkPurpose.MY_REGISTRATION),
        "/i/": invitations.create(world.event, details, staff(rows.owner))[1],
        "/delegation/enter/": access_links.mint_for_correspondent(rows.mine.speaker),
        "/set-password/": access_links.mint_for_user(invited, LinkPurpose.SET_PASSWORD),
    }
    db.session.commit()
    return made
