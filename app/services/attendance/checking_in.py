"""Checking in at the desk: an append-only log, one line for each coming and going, whatever is scanned how often.

Where exits are scanned somebody can leave and come back; elsewhere whoever came in is in. Of several scans at once exactly
one is the first: the registration's row is locked (on SQLite the unit itself) before the log is read. Nothing here
changes a status or a place.
"""

from __future__ import annotations

import enum
import re
import uuid
from collections.abc import Sequence
from datetime import datetime
from functools import cache
from typing import NamedTuple, cast

from sqlalchemy import Select, Table, and_, bindparam, insert, or_, select
from sqlalchemy.orm import joinedload, load_only, make_transient_to_detached

from app.extensions import db
from app.lib.clock import now
from app.models import Body, CheckIn, CheckInKind, Event, Registration, Status
from app.services import audit
from app.services.actors import Actor
from app.services.attendance import log_lines
from app.services.attendance.desk_errors import ExitsNotScanned
from app.services.attendance.log_lines import COMING_AND_GOING, IN_ORDER, Desk
from app.services.attendance.occasions import Occasion
from app.services.errors import NotFound
from app.services.event_states import refuse_read_only
from app.services.participation import stands

_READ_OUT = (
    Registration.reference, Registration.event_id, Registration.category, Registration.role, Registration.body_id,
    Registration.body_text, Registration.mode, Registration.status, Registration.given_name, Registration.family_name,
    Registration.own_script_name, Registration.discreet,
)  # fmt: skip
_SAID = (CheckIn.client_id, CheckIn.kind, CheckIn.at, CheckIn.desk)
_DASHES = re.compile(r"[‐‑‒–—−]")


class Answer(enum.StrEnum):
    """What the desk is told; only after `WELCOME` and `ALREADY_IN` is somebody in."""

    WELCOME = "welcome"
    ALREADY_IN = "already_in"
    LEFT = "left"
    NOT_IN = "not_in"  # nobody leaves who is not in
    NOT_CONFIRMED = "not_confirmed"
    ONLINE_ONLY = "online_only"  # holds a place for taking part online
    TAKEN_BACK = "taken_back"
    OTHER_EVENT = "other_event"
    UNKNOWN = "unknown"


_LOG = cast("Table", CheckIn.__table__)
_WRITTEN = insert(_LOG).returning(_LOG.c.id)


class Outcome(NamedTuple):
    """An answer, and the line of the log that it speaks of, if there is one."""

    answer: Answer
    entry: CheckIn | None = None


def find_by_code(event: Event, typed: str) -> Registration | None:
    """The registration with a badge code or a reference, of whichever event, locked; None if nothing has that code.

    References are found however they are typed: in small letters, with blanks, without the event's part.
    """
    code = re.sub(r"\s", "", _DASHES.sub("-", typed)).upper()
    bare = code.replace("-", "")
    start = event.short_code.upper()
    tail = f"{start}-{bare.removeprefix(start)}"
    return _locked(_coded(), code=code, bare=f"{start}-{bare}", tail=tail)


def of_event(event: Event, registration_id: int) -> Registration:
    """A registration of the event, locked.

    Raises:
        NotFound: there is none with this id at this event.
    """
    registration = _locked(_numbered(), number=registration_id, event=event.id)
    if registration is None:
        raise NotFound
    return registration


def check_in(
    occasion: Occasion,
    registration: Registration,
    desk: Desk,
    client_id: uuid.UUID,
    *,
    anyway: bool = False,
    at: datetime | None = None,
) -> Outcome:
    """Check somebody in who was found by `find_by_code` or `of_event`.

    Who is not confirmed, or comes to the entrance with a place online, is only recorded when the desk lets them in
    anyway; the status stays what it is. The same `client_id` handed in again counts once and is answered the same.
    """
    if registration.event_id != occasion.event.id:
        return Outcome(Answer.OTHER_EVENT)
    same, standing = _said(occasion, registration, client_id)
    if same is not None:
        return same
    at = at or now()
    there = log_lines.already(CheckInKind.IN, occasion, at, standing)
    if there is not None:
        return Outcome(Answer.ALREADY_IN, there)
    hindrance = hindrance_of(occasion, registration)
    if hindrance is not None and not anyway:
        return Outcome(hindrance)
    return Outcome(Answer.WELCOME, _added(CheckInKind.IN, occasion, registration, desk, client_id, at))


def check_out(
    occasion: Occasion,
    registration: Registration,
    desk: Desk,
    client_id: uuid.UUID,
    *,
    at: datetime | None = None,
) -> Outcome:
    """Record that somebody leaves who was found by `find_by_code` or `of_event`; whoever is in may leave.

    Who is not in is answered `NOT_IN`, with the exit that stands already if there is one, and nothing is recorded.

    Raises:
        ExitsNotScanned: who leaves is not scanned there.
    """
    if not occasion.exits:
        raise ExitsNotScanned
    if registration.event_id != occasion.event.id:
        return Outcome(Answer.OTHER_EVENT)
    same, standing = _said(occasion, registration, client_id)
    if same is not None:
        return same
    at = at or now()
    near = log_lines.around(at, standing)
    if near.before is None or near.same(CheckInKind.OUT):
        return Outcome(Answer.NOT_IN, near.same(CheckInKind.OUT))
    return Outcome(Answer.LEFT, _added(CheckInKind.OUT, occasion, registration, desk, client_id, at))


def answer_of(entry: CheckIn, *, stands: bool) -> Answer:
    """What is said of a line that was recorded before."""
    if not stands:
        return Answer.TAKEN_BACK
    return Answer.LEFT if entry.kind is CheckInKind.OUT else Answer.WELCOME


def hindrance_of(occasion: Occasion, registration: Registration) -> Answer | None:
    """Why somebody would not be let in without a second thought; None if nothing is in the way."""
    if registration.status is not Status.CONFIRMED:
        return Answer.NOT_CONFIRMED
    return Answer.ONLINE_ONLY if registration.mode is not occasion.mode else None


def undo(event: Event, entry_id: int, desk: Desk) -> CheckIn:
    """Take a check-in or an exit back by a line of its own; a second time changes nothing. Returns the line taken back.

    Raises:
        EventReadOnly: the event is archived or cancelled.
        NotFound: there is no such line at this event, or it is of somebody who was erased: the figures stay what they are.
    """
    refuse_read_only(event)
    entry = db.session.scalar(
        select(CheckIn)
        .where(CheckIn.id == entry_id, CheckIn.event_id == event.id, CheckIn.kind.in_(COMING_AND_GOING))
        .where(CheckIn.registration.has(Registration.anonymised_at.is_(None)))
        .with_for_update(key_share=True)
    )
    if entry is None:
        raise NotFound
    if db.session.scalar(select(CheckIn.id).where(CheckIn.undoes_id == entry.id)) is None:
        db.session.add(log_lines.undoing(entry, desk, now()))
        db.session.flush()
    return entry


def open_name(event: Event, registration_id: int, actor: Actor) -> Registration:
    """Open the name of somebody who is shown as “Representative”; that this was done is put on record.

    Raises:
        NotFound: there is none with this id at this event.
    """
    registration = of_event(event, registration_id)
    audit.record(actor, "registration.name_opened", registration)
    return registration


def _locked(one: Select[Registration], **asked: object) -> Registration | None:
    """Somebody, locked. Whoever was erased is not known here: nobody can come under that number, and the figures stay."""
    return db.session.scalars(one, asked).first()


@cache
def _coded() -> Select[Registration]:
    code, bare, tail = (
        bindparam(name, type_=Registration.reference.type) for name in ("code", "bare", "tail")
    )
    references = Registration.reference.in_([code, bare, tail])
    return _living().where(or_(Registration.badge_code == code, references))


@cache
def _numbered() -> Select[Registration]:
    return _living().where(
        Registration.id == bindparam("number"), Registration.event_id == bindparam("event")
    )


def _living() -> Select[Registration]:
    """With what the desk reads out, the body among it: everything else took longer than to find the person."""
    return (
        select(Registration)
        .where(Registration.anonymised_at.is_(None))
        .with_for_update(key_share=True, of=Registration)
        .options(load_only(*_READ_OUT), joinedload(Registration.body).load_only(Body.name_en, Body.name_fr))
        .execution_options(populate_existing=True)
    )


def _said(
    occasion: Occasion, registration: Registration, client_id: uuid.UUID
) -> tuple[Outcome | None, Sequence[CheckIn]]:
    """What the log says already: of this very line, handed in before; and all that stands for the same occasion.

    Whoever was online there before coming in person has not been let in yet.
    """
    same = str(client_id)
    asked = {"person": registration.id, "same": same, "day": occasion.day, "mode": occasion.mode}
    if occasion.session is not None:
        asked["session"] = occasion.session.id
    rows = db.session.execute(_lines(in_session=occasion.session is not None), asked).all()
    for entry, stood in rows:
        if entry.client_id == same:
            return Outcome(answer_of(entry, stands=stood), entry), []
    return None, [entry for entry, _stood in rows]


@cache
def _lines(*, in_session: bool) -> Select[CheckIn, bool]:
    """The line with an id, and those that stand for an occasion, in their order."""
    session = CheckIn.session_id == bindparam("session") if in_session else CheckIn.session_id.is_(None)
    of_occasion = and_(CheckIn.day == bindparam("day"), session, CheckIn.mode == bindparam("mode"), stands())
    return (
        select(CheckIn, stands())
        .where(
            CheckIn.registration_id == bindparam("person"),
            CheckIn.kind != CheckInKind.UNDO,
            or_(CheckIn.client_id == bindparam("same"), of_occasion),
        )
        .order_by(*IN_ORDER)
        .options(load_only(*_SAID))
    )


def _added(
    kind: CheckInKind,
    occasion: Occasion,
    registration: Registration,
    desk: Desk,
    client_id: uuid.UUID,
    at: datetime,
) -> CheckIn:
    """The line, written by a statement of its own, since the log is only added to; then it is as one that was read."""
    told = log_lines.told(kind, occasion, registration.id, desk, client_id, at=at, received_at=now())
    entry = CheckIn(**told, id=db.session.execute(_WRITTEN, told).scalar_one())
    make_transient_to_detached(entry)
    db.session.add(entry)
    return entry
