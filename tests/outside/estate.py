"""An event with one of everything that can belong to an event, and the ids by which the addresses name it."""

from __future__ import annotations

import io
import uuid
from dataclasses import dataclass, field
from datetime import timedelta

from app.extensions import Base, db
from app.lib.clock import now
from app.lib.tokens import digest, new_token
from app.models import (
    CampaignFile,
    Category,
    DocumentKind,
    DocumentLanguage,
    Event,
    InvitationLink,
    Job,
    JobState,
    LetterKind,
    ListChoice,
    Needs,
    Person,
    Registration,
    ReminderAbout,
    SavedFilter,
    SessionRole,
    SessionRoleKind,
    Status,
    Substitute,
    User,
    Visibility,
)
from app.services import documents, outbox
from app.services.actors import staff
from app.services.documents import DocumentDetails, Upload
from tests.factories.attendance import a_check_in
from tests.factories.bodies import a_body
from tests.factories.campaigns import a_campaign
from tests.factories.events import a_quota, a_session, an_event, moment
from tests.factories.files import a_file
from tests.factories.letters import written
from tests.factories.mandates import a_convocation, a_mandate
from tests.factories.people import a_person
from tests.factories.registrations import a_registration, a_sign_up
from tests.factories.reminders import a_rule
from tests.outside.running import Running


@dataclass(frozen=True)
class Estate:
    """The event, what stands in its rows, and the value of each argument that an address can have."""

    event: Event
    registration: Registration
    speaker: Person
    rows: list[Base] = field(repr=False)
    ids: dict[str, object] = field(repr=False)

    @property
    def slug(self) -> str:
        """The event's address; asking for it opens no transaction, which would keep the server waiting."""
        return str(self.ids["slug"])


def an_estate(running: Running, owner: User) -> Estate:
    """One, made by `owner`, for whom its file was written; committed."""
    event = an_event([Category.GUEST], nominations_until=moment(20), walk_ins=True)
    moldova, speaker = a_body("MD"), a_person()
    member = a_registration(event, Status.CONFIRMED, body=moldova, person=a_person(reuse_consent=True))
    guest = a_registration(event, Status.SUBMITTED, category=Category.GUEST, body_text="An institute")
    declined = a_registration(event, Status.WITHDRAWN, body=moldova)
    session = a_session(event, 1, sign_up=True)
    rows = belongings(event, owner, member, session.id)
    rows |= {
        "mandate_id": a_mandate(moldova, speaker),
        "convocation": a_convocation(event, moldova),
        "refusal": a_convocation(event, a_body("FR"), refused_at=now(), reason="No time"),
        "quota": a_quota(event, 5, body=moldova),
        "sign_up": a_sign_up(member, session),
        "check_in": a_check_in(member),
        "document_id": a_document(event, owner),
        "substitute": Substitute(
            registration_id=declined.id, family_name="NEGRU", email="v@igp.example", proposed_at=now()
        ),
        "needs": Needs(registration_id=member.id, diet="none", access="a ramp"),
    }
    db.session.add_all(rows.values())
    db.session.flush()
    ids: dict[str, object] = {name: row.id for name, row in rows.items() if name.endswith("_id")}  # type: ignore[attr-defined]
    ids |= {"slug": event.slug, "code": "MD", "session_id": session.id, "person_id": member.person_id}
    ids |= {"registration_id": member.id, "kind": "received", "number": 1, "verb": "decline"}
    ids |= {"indicator": "attended", "of_list": "participants", "group": "attempts"}
    db.session.commit()
    return Estate(event, member, speaker, [event, member, guest, session, *rows.values()], ids)


def belongings(event: Event, owner: User, member: Registration, session_id: int) -> dict[str, Base]:
    """What can be added to any event, by the argument of an address that names it; not written yet."""
    campaign = a_campaign(event)
    rule = a_rule(event, ReminderAbout.PRACTICAL)
    role = SessionRole(session_id=session_id, kind=SessionRoleKind.SPEAKER, plain_name="Vera ALBU")
    return {
        "campaign_id": campaign,
        "letter_id": written(outbox.put(LetterKind.RECEIVED, member)),
        "rule_id": rule,
        "role_id": role,
        "file_id": CampaignFile(
            campaign_id=campaign.id, file_name="a.pdf", media_type="application/pdf", size=1,
            stored_name=uuid.uuid4().hex,
        ),
        "link_id": InvitationLink(
            event_id=event.id, token_digest=digest(new_token()), category=Category.PRESS,
            expires_at=now() + timedelta(days=9), created_at=now(), created_by_id=owner.id,
        ),
        "choice_id": ListChoice(
            name=f"Choice {uuid.uuid4().hex}", columns=["reference"], user_id=owner.id, saved_at=now()
        ),
        "filter_id": SavedFilter(
            of_list="participants", event_id=event.id, name="To decide", chosen={"status": ["submitted"]},
            user_id=owner.id, saved_at=now(),
        ),
        "job_id": Job(
            kind="participants", event_id=event.id, user_id=owner.id, state=JobState.DONE, created_at=now(),
            file_name="participants.csv", stored_name=uuid.uuid4().hex, finished_at=now(),
        ),
    }  # fmt: skip


def a_document(event: Event, owner: User) -> Base:
    """An agenda for those who come."""
    details = DocumentDetails(
        kind=DocumentKind.AGENDA,
        language=DocumentLanguage.EN,
        visibility=Visibility.CONFIRMED,
        title="Agenda",
    )
    upload = Upload("agenda.pdf", io.BytesIO(a_file("pdf")))
    return documents.add(event, details, upload, 10**6, staff(owner))
