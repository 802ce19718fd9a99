"""What is kept for a period only: for each rule a statement of ids, with the event it belongs to and since when it is kept.

The preview counts what the statement gives, the run takes its first rows: both speak of the same.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Integer, Select, Text, and_, case, cast, exists, func, null, or_, select
from sqlalchemy.orm import aliased

from app.models import (
    AccessLink,
    Campaign,
    CampaignState,
    Convocation,
    Event,
    EventSession,
    EventStatus,
    InvitationLink,
    Job,
    Letter,
    LetterState,
    LinkPurpose,
    LoginSession,
    Mandate,
    Needs,
    Origin,
    Person,
    Registration,
    SessionRole,
    Status,
    Substitute,
    User,
)
from app.services import jobs, mandates

Kept = Select[
    Any
]  # of (id, event_id, since); the argument of each function is the moment by which a period is over
Keeps = Callable[[datetime], Kept]
ENDED = (LetterState.SENT, LetterState.FAILED, LetterState.CANCELLED)
_ONCE = (LinkPurpose.SET_PASSWORD, LinkPurpose.SIGN_IN)
_NOTHING = "{}"
_NO_EVENT = cast(null(), Integer)


def needs(_over: datetime) -> Kept:
    """Diets and what somebody needs to take part, since the end of the event."""
    query = select(*_columns(Needs.registration_id, Registration.event_id, _end()))
    return query.join(Registration, Registration.id == Needs.registration_id).join(Registration.event)


def persons(over: datetime) -> Kept:
    """Persons who speak for nobody, since the end of their last event; without an event, since they were entered.

    Whoever spoke for a body and never came to an event is kept as long from the end of the mandate.
    """
    last, latest = _last_event()
    goes_on = Mandate.until_date.is_(None) | (Mandate.until_date >= mandates.today())
    spoke_lately = exists().where(Mandate.person_id == Person.id, Mandate.until_date >= over.date())
    return select(*_columns(Person.id, latest, func.coalesce(last, Person.created_at))).where(
        or_(Person.family_name.is_not(None), Person.email.is_not(None)),
        ~exists().where(Mandate.person_id == Person.id, goes_on),
        or_(last.is_not(None), ~spoke_lately),
        ~_has_registration(_end().is_(None)),
        or_(Person.identity_key.is_(None), Person.identity_key.not_in(_not_linked(over))),
    )


def registrations(_over: datetime) -> Kept:
    """Registrations of nobody whom we know from other events, since the end of their own."""
    known = select(Person.identity_key).where(Person.identity_key.is_not(None))
    nobody = or_(Registration.identity_key.is_(None), Registration.identity_key.not_in(known))
    return _of_registrations(_end()).where(nobody)


def unverified(_over: datetime) -> Kept:
    """Registrations that expired because nobody has shown the address, since they can no longer be taken up."""
    never = (Registration.status == Status.EXPIRED, Registration.origin == Origin.PUBLIC)
    return _of_registrations(func.coalesce(Event.closes_at, _end())).where(
        *never, Registration.verified_at.is_(None)
    )


def events(_over: datetime) -> Kept:
    """Events with speakers typed in, reasons of bodies, proposals and addresses invited, since their end."""
    return select(*_columns(Event.id, Event.id, _end())).where(
        or_(
            exists().where(
                EventSession.event_id == Event.id, SessionRole.session_id == EventSession.id, typed_in()
            ),
            exists().where(Convocation.event_id == Event.id, Convocation.reason.is_not(None)),
            exists().where(InvitationLink.event_id == Event.id, InvitationLink.email.is_not(None)),
            exists().where(
                Registration.event_id == Event.id, Substitute.registration_id == Registration.id, proposed()
            ),
        )
    )


def typed_in() -> ColumnElement[bool]:
    """Whether a part in a session names somebody who is not registered."""
    return SessionRole.registration_id.is_(None) & (SessionRole.plain_name != "")


def proposed() -> ColumnElement[bool]:
    """Whether it still stands whom somebody proposed."""
    return or_(Substitute.family_name.is_not(None), Substitute.email.is_not(None))


def letter_texts(_over: datetime) -> Kept:
    """What letters said, since they went out or ended otherwise."""
    since = func.coalesce(Letter.sent_at, Letter.created_at)
    return select(*_columns(Letter.id, Letter.event_id, since)).where(Letter.state.in_(ENDED), has_content())


def letter_addresses(_over: datetime) -> Kept:
    """To whom letters went whose person is erased; there is no period."""
    erased = or_(
        Letter.registration_id.in_(select(Registration.id).where(Registration.email.is_(None))),
        Letter.person_id.in_(select(Person.id).where(Person.email.is_(None))),
    )
    return select(*_columns(Letter.id, Letter.event_id, Letter.created_at)).where(
        Letter.state.in_(ENDED), Letter.recipient.is_not(None), erased
    )


def messages(_over: datetime) -> Kept:
    """Messages to many whose letters are all forgotten, since they were done."""
    remembered = or_(has_content(), Letter.state.not_in(ENDED))
    says = Campaign.subject_en + Campaign.subject_fr + Campaign.text_en + Campaign.text_fr != ""
    since = func.coalesce(Campaign.finished_at, Campaign.created_at)
    return select(*_columns(Campaign.id, Campaign.event_id, since)).where(
        Campaign.state.in_((CampaignState.DONE, CampaignState.STOPPED)),
        or_(says, cast(Campaign.filters, Text) != _NOTHING),
        ~exists().where(Letter.campaign_id == Campaign.id, remembered),
    )


def has_content() -> ColumnElement[bool]:
    """Whether it still stands what a letter said."""
    parts = (Letter.subject, Letter.text, Letter.html, Letter.calendar)
    return or_(*(part.is_not(None) for part in parts), cast(Letter.facts, Text) != _NOTHING)


def files(_over: datetime) -> Kept:
    """Files that were made for somebody to fetch, since they were ready."""
    query = select(*_columns(Job.id, Job.event_id, Job.finished_at))
    return query.where(Job.finished_at.is_not(None), jobs.is_full())


def sessions(_over: datetime) -> Kept:
    """Visits of those who sign in, since they ended or were last heard of."""
    return select(
        *_columns(LoginSession.id, _NO_EVENT, func.coalesce(LoginSession.ended_at, LoginSession.last_seen_at))
    )


def links(_over: datetime) -> Kept:
    """Private links, since they opened something for the last time."""
    used = case((AccessLink.purpose.in_(_ONCE), AccessLink.used_at))
    return select(
        *_columns(AccessLink.id, _NO_EVENT, func.coalesce(AccessLink.revoked_at, used, AccessLink.expires_at))
    )


def accounts(_over: datetime) -> Kept:
    """Accounts that are closed and still have a name, since then."""
    since = func.coalesce(User.closed_at, User.created_at)
    return select(*_columns(User.id, _NO_EVENT, since)).where(~User.active, User.email != "")


def _columns(row: Any, event: Any, since: Any) -> tuple[Any, ...]:
    return row.label("id"), event.label("event_id"), since.label("since")


def _end() -> ColumnElement[datetime | None]:
    """When an event was over; nothing while its dates are not known and it is still being prepared."""
    return case(
        (Event.ends_at.is_not(None), Event.ends_at), (Event.status == EventStatus.ARCHIVED, Event.created_at)
    )


def _of_registrations(since: Any) -> Kept:
    query = select(*_columns(Registration.id, Registration.event_id, since)).join(Registration.event)
    return query.where(Registration.person_id.is_(None), Registration.anonymised_at.is_(None))


def _last_event() -> tuple[Any, Any]:
    """When the last event of a person was over, and which it was."""
    other = aliased(Event)
    of_person = Registration.person_id == Person.id
    last = select(func.max(_end())).join(Registration, Registration.event_id == Event.id).where(of_person)
    latest = (
        select(other.id)
        .join(Registration, Registration.event_id == other.id)
        .where(of_person)
        .order_by(other.ends_at.desc().nulls_last(), other.id.desc())
        .limit(1)
    )
    return last.correlate(Person).scalar_subquery(), latest.correlate(Person).scalar_subquery()


def _has_registration(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    of_event = Registration.event_id == Event.id
    return exists().where(Registration.person_id == Person.id, of_event, condition)


def _not_linked(over: datetime) -> Select[Any]:
    """By what those are known who are registered, without being linked yet, for an event that is not over so long."""
    recent = or_(_end().is_(None), _end() > over)
    return (
        select(Registration.identity_key)
        .join(Registration.event)
        .where(and_(Registration.person_id.is_(None), Registration.identity_key.is_not(None), recent))
    )
