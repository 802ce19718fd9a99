"""Registering: by the public form or by staff, and what happens to a second try."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from sqlalchemy import ScalarSelect, bindparam, select

from app.extensions import db
from app.lib import tokens
from app.lib.clock import now
from app.lib.names import normalised_address, search_text, sort_key
from app.models import (
    LIVING,
    Event,
    InvitationLink,
    LetterKind,
    Needs,
    Notice,
    Origin,
    Registration,
    Role,
    Status,
)
from app.services import (
    admission_rules,
    applications,
    audit,
    confirming,
    event_states,
    link_requests,
    outbox,
    people,
    places,
    requested_letters,
    session_places,
    transitions,
)
from app.services.actors import PERSON, Actor
from app.services.admission_rules import Admits
from app.services.applications import Application, Checked
from app.services.errors import (
    AddressNotInvited,
    AlreadyRegistered,
    BodyDoesNotFit,
    HeadTaken,
    LinkExpired,
    NotFound,
    RegistrationNotOpen,
)
from app.services.seat_counts import SeatCounts


def register(
    event_id: int, application: Application, invitation: InvitationLink | None = None
) -> Registration:
    """The public form: a registration whose address is to be confirmed, with a place held or a position on the list.

    A second try asks for the link. It does and undoes all of a first one, so that not even its time tells who is registered.

    Raises:
        RegistrationNotOpen: closed, cancelled, not yet open.
        NotAdmitted, Invalid: the answers do not fit the event.
        HeadTaken: the delegation has a head.
        LinkExpired: the invitation link has been used up in the meantime.
    """
    event = places.lock(event_id)
    if invitation is not None:
        db.session.refresh(invitation, with_for_update=True)
    seats = SeatCounts(event)
    checked = check(event, seats.admissions.values(), application, invitation)
    known = living_with_identity(event, application.identity)
    with db.session.begin_nested() as attempt:
        if invitation is not None:
            invitation.uses += 1
        registration, turn = _begin_unverified(event, application, checked, seats, known)
        if known is not None:
            attempt.rollback()
    if known is not None:
        link_requests.ask_for(known)
        return known
    outbox.put_first(LetterKind.CONFIRM_ADDRESS, registration, turn)
    return registration


def check(
    event: Event,
    admissions: Iterable[Admits],
    application: Application,
    invitation: InvitationLink | None = None,
) -> Checked:
    """Make sure that answers would be taken if they were sent now; changes nothing.

    Raises:
        RegistrationNotOpen, NotAdmitted, Invalid, LinkExpired: as `register`.
    """
    if not event.accepts_registrations(now()):
        raise RegistrationNotOpen
    if invitation is not None:
        _check_invited(event, application, invitation)
    admission_rules.check_open(admissions, application.category, invitation)
    return applications.check(event, application)


def enter(event_id: int, application: Application, actor: Actor) -> Registration:
    """Staff enter somebody by hand: submitted at once, and confirmed if nothing is outstanding.

    Raises:
        EventReadOnly: the event is archived or cancelled.
        AlreadyRegistered: the person is registered already.
        HeadTaken: the delegation has a head.
        Invalid: the answers do not fit the event.
    """
    event = places.lock(event_id)
    event_states.refuse_read_only(event)
    checked = applications.check(event, application)
    refuse_second(event, application.identity)
    seats = SeatCounts(event)
    registration = draft(event, application, checked, Status.SUBMITTED, Origin.STAFF)
    places.ask(registration, seats)
    begin(registration, application, checked, actor)
    people.link(registration)
    audit.record(actor, "registration.entered", registration)
    confirming.conclude(registration, seats)
    return registration


def refuse_second(event: Event, identity: str) -> None:
    """Make sure that the same person has no living registration at the same event.

    Raises:
        AlreadyRegistered: there is one; the error has its reference.
    """
    known = living_with_identity(event, identity)
    if known is not None:
        raise AlreadyRegistered(reference=known.reference)


def has_head(event: Event, body_id: int | None) -> bool:
    """Whether a delegation has a living head."""
    query = select(Registration.id).where(
        Registration.event_id == event.id,
        Registration.body_id == body_id,
        Registration.role == Role.HEAD,
        Registration.status.in_(LIVING),
    )
    return db.session.scalar(query.limit(1)) is not None


_SAME_PERSON = select(Registration).where(
    Registration.event_id == bindparam("event"),
    Registration.identity_key == bindparam("identity"),
    Registration.status.in_(LIVING),
)


def living_with_identity(event: Event, identity: str) -> Registration | None:
    """The living registration of the same person at the same event."""
    return db.session.scalar(_SAME_PERSON, {"event": event.id, "identity": identity})


def event_of(registration_id: int) -> int:
    """The id of the event of a registration, to be locked before anything else is read.

    Raises:
        NotFound: there is no such registration.
    """
    event_id = db.session.scalar(select(Registration.event_id).where(Registration.id == registration_id))
    if event_id is None:
        raise NotFound
    return event_id


def fresh(registration_id: int) -> Registration:
    """A registration, read again after its event was locked."""
    return db.session.scalars(
        select(Registration)
        .where(Registration.id == registration_id)
        .execution_options(populate_existing=True)
    ).one()


def set_search_text(registration: Registration) -> None:
    """Bring the columns for sorting and searching up to date with the names."""
    body = registration.body
    registration.sort_name = sort_key(registration.family_name, registration.given_name)[:220]
    registration.search_text = search_text(
        registration.given_name,
        registration.family_name,
        registration.own_script_name,
        registration.function,
        registration.service,
        registration.reference,
        registration.email,
        registration.body_text,
        *((body.name_en, body.name_fr, body.code, body.alias) if body else ()),
    )


def _check_invited(event: Event, application: Application, invitation: InvitationLink) -> None:
    if invitation.event_id != event.id or not invitation.is_usable(now()):
        raise LinkExpired
    if invitation.body_id not in {None, application.body_id}:
        raise BodyDoesNotFit
    if invitation.email and normalised_address(invitation.email) != normalised_address(application.email):
        raise AddressNotInvited


def draft(
    event: Event, application: Application, checked: Checked, status: Status, origin: Origin
) -> Registration:
    """A registration with the answers of an application, not yet written: its place is still to be asked for.

    Raises:
        HeadTaken: the delegation has a head.
    """
    role = application.role if application.role in admission_rules.roles_of(application.category) else None
    if application.category.in_delegation and role is None:
        role = Role.DELEGATE
    if role is Role.HEAD and has_head(event, application.body_id):
        raise HeadTaken
    registration = Registration(
        event=event,
        reference=free_reference(event),
        badge_code=tokens.clear_code(20),
        body=checked.body,
        role=role,
        status=status,
        origin=origin,
        identity_key=application.identity,
        email_key=normalised_address(application.email),
        notice_id=seen_notice(application.notice_id),
        created_at=now(),
        **{name: getattr(application, name) for name in _COPIED},
    )
    registration.body_text = None if checked.body else application.body_text
    set_search_text(registration)
    return registration


def _begin_unverified(
    event: Event, application: Application, checked: Checked, seats: SeatCounts, known: Registration | None
) -> tuple[Registration, datetime]:
    """A registration of the public form, and when its letter may go. Of somebody known it is to be undone."""
    if known is not None and application.role is Role.HEAD:
        application = replace(application, role=None)  # perhaps this very person is the head
    registration = draft(event, application, checked, Status.UNVERIFIED, Origin.PUBLIC)
    if known is not None:
        registration.identity_key = tokens.digest(tokens.new_token())
    hold, turn = requested_letters.hold_and_turn(normalised_address(application.email))
    registration.hold_until = turn + hold
    places.ask(registration, seats)
    begin(registration, application, checked, PERSON)
    db.session.flush()  # what is undone is written as well
    return registration, turn


def seen_notice(notice_id: int | None) -> ScalarSelect[int] | None:
    """The version of the notice that was shown, asked for as it is written; a number that no notice has is not recorded."""
    return select(Notice.id).where(Notice.id == notice_id).scalar_subquery() if notice_id else None


_TAKEN_REFERENCES = select(Registration.reference).where(
    Registration.reference.in_(bindparam("proposed", expanding=True))
)


def free_reference(event: Event) -> str:
    """A reference that nobody has; under the event's lock nobody takes it in the meantime."""
    proposed = [f"{event.short_code}-{tokens.clear_code(5)}" for _ in range(5)]
    taken = db.session.scalars(_TAKEN_REFERENCES, {"proposed": proposed}).all()
    return next(reference for reference in proposed if reference not in taken)


_COPIED = (
    "category", "mode", "given_name", "family_name", "own_script_name", "title", "function", "service", "email", "language",
    "gender", "discreet", "consent_photographs", "consent_lists", "consent_reuse",
)  # fmt: skip


def begin(registration: Registration, application: Application, checked: Checked, actor: Actor) -> None:
    """Write a drafted registration that has its place or position, with its sign-ups and needs."""
    transitions.begin(registration, actor)
    if checked.sessions:
        session_places.sign_up(registration, checked.sessions)
    if application.diet or application.access:
        db.session.add(
            Needs(registration_id=registration.id, diet=application.diet, access=application.access)
        )
    audit.record_at_once(actor, "registration.created", registration)
