"""Erasing: a registration, or a person with all registrations. The figures stay exactly what they were.

What remains of a registration is what the statistics are counted from: category, body, role, status, place, mode, language,
gender, first-recorded flag, origin, its link to a replaced one, sign-ups, dated changes of status without notes, attendance
and the state of its letters. Everything else goes, here and in the rows around it.
"""

from __future__ import annotations

import logging
from collections.abc import Collection, Sequence
from pathlib import Path

from sqlalchemy import ColumnElement, or_, select

from app.extensions import db
from app.lib.clock import now
from app.lib.wording import N_
from app.models import Erasure, ErasureRule, Mandate, Person, Registration
from app.services import audit, deciding, jobs, mandates, places, registering
from app.services.actors import Actor
from app.services.errors import PersonErased, Refused
from app.services.privacy import elsewhere, emptying, erased_letters
from app.services.seat_counts import SeatCounts

_log = logging.getLogger(__name__)


class MandateRuns(Refused):
    """Somebody who speaks for a body cannot be erased; the mandate is ended first."""

    code = "mandate_runs"
    sentence = N_("This person speaks for a delegation. End the mandate first; then the data can be erased.")


def erase_registration(registration: Registration, actor: Actor, rule: ErasureRule, maildir: Path) -> Erasure:
    """Erase a registration, and the person too if nothing else keeps it.

    One that still lives before its event has ended is withdrawn first: the place is free, and nobody writes to the erased.

    Returns:
        The record of it, in ids.

    Raises:
        PersonErased: that was done before.
    """
    return note(rule, actor, take_registration(registration, actor, rule, maildir))


def erase_person(person: Person, actor: Actor, rule: ErasureRule, maildir: Path) -> Erasure:
    """Erase a person with all registrations, those that are not linked yet among them.

    Returns:
        The record of it, in ids.

    Raises:
        PersonErased: that was done before.
        MandateRuns: the person speaks for a body, today or later.
    """
    return note(rule, actor, take_person(person, actor, rule, maildir))


def take_registration(
    registration: Registration, actor: Actor, rule: ErasureRule, maildir: Path
) -> list[str]:
    """As `erase_registration`, for whoever records many at once; returns what was erased, in ids."""
    places.lock(registration.event_id)
    registration = registering.fresh(registration.id)
    if registration.anonymised_at is not None:
        raise PersonErased
    person = _person_of(registration)
    subjects = [_erase(registration, actor, rule, maildir)]
    if person is not None and not _is_kept(person):
        subjects.append(_erase_row_of(person, actor, rule, maildir))
    return subjects


def take_person(person: Person, actor: Actor, rule: ErasureRule, maildir: Path) -> list[str]:
    """As `erase_person`, for whoever records many at once; returns what was erased, in ids."""
    event_ids = events_of([person.id])
    for event_id in event_ids:
        places.lock(event_id)
    db.session.refresh(person, with_for_update=True)
    if person.family_name is None and person.email is None:
        raise PersonErased
    if speaks(person):
        raise MandateRuns
    subjects = [_erase(one, actor, rule, maildir) for one in _registrations(person, event_ids)]
    return [*subjects, _erase_row_of(person, actor, rule, maildir)]


def speaks(person: Person) -> bool:
    """Whether somebody speaks for a body, today or later."""
    goes_on = Mandate.until_date.is_(None) | (Mandate.until_date >= mandates.today())
    query = select(Mandate.id).where(Mandate.person_id == person.id, goes_on)
    return db.session.scalar(query.limit(1)) is not None


def note(rule: ErasureRule, actor: Actor, subjects: Sequence[str], number: int | None = None) -> Erasure:
    """Record what was erased: so many rows, and their ids where it may have to be done again after a restore."""
    row = Erasure(
        at=now(),
        rule=rule,
        actor_kind=actor.kind,
        actor_id=actor.id,
        number=len(subjects) if number is None else number,
        subjects=list(subjects),
    )
    db.session.add(row)
    db.session.flush()
    _log.info("erased by the rule %s: %s %s", rule.value, row.number, " ".join(subjects))
    return row


def _erase(registration: Registration, actor: Actor, rule: ErasureRule, maildir: Path) -> str:
    """Erase one registration, under the lock of its event."""
    if registration.is_living and not registration.event.is_over(now()):
        deciding.leave_untold(registration, SeatCounts(registration.event), actor)
    traces = elsewhere.traces_of(registration, actor)
    declined = [proposed.registration_id for proposed in elsewhere.proposals_of(traces)]
    erased_letters.forget_of_registration(registration, declined, maildir)
    emptying.empty_registration(registration, traces)
    jobs.forget_of_event(registration.event_id)
    audit.record(actor, "registration.erased", registration, fields=[f"rule={rule.value}"])
    return f"registration:{registration.id}"


def _erase_row_of(person: Person, actor: Actor, rule: ErasureRule, maildir: Path) -> str:
    erased_letters.forget_of_person(person, maildir)
    emptying.empty_person(person)
    audit.record(actor, "person.erased", person, fields=[f"rule={rule.value}"])
    return f"person:{person.id}"


def _person_of(registration: Registration) -> Person | None:
    """The person, locked: of two at once whose registrations are the last ones, the second sees that nothing else is left."""
    if registration.person_id is None:
        return None
    return db.session.get(Person, registration.person_id, with_for_update=True, populate_existing=True)


def _is_kept(person: Person) -> bool:
    """Whether somebody is still known by another registration, or speaks for a body."""
    return speaks(person) or bool(events_of([person.id]))


def events_of(person_ids: Collection[int]) -> list[int]:
    """The events, in ascending order, of whatever of some persons is not erased."""
    query = select(Registration.event_id).where(_of(person_ids)).distinct().order_by(Registration.event_id)
    return list(db.session.scalars(query))


def _registrations(person: Person, event_ids: Collection[int]) -> Sequence[Registration]:
    """Those at the events that are locked; who registers for another at this moment stays registered."""
    query = select(Registration).where(_of([person.id]), Registration.event_id.in_(event_ids))
    return db.session.scalars(
        query.order_by(Registration.event_id, Registration.id).execution_options(populate_existing=True)
    ).all()


def _of(person_ids: Collection[int]) -> ColumnElement[bool]:
    """What is linked to some persons, and what would be: it has the same address and name."""
    keys = select(Person.identity_key).where(Person.id.in_(person_ids), Person.identity_key.is_not(None))
    same = or_(Registration.person_id.in_(person_ids), Registration.identity_key.in_(keys))
    return Registration.anonymised_at.is_(None) & same
