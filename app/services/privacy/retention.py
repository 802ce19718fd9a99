"""Retention: what is forgotten when. Each rule is one statement of what is kept; the preview counts it, the run takes from it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Select, func, select

from app.extensions import db
from app.lib.clock import now
from app.models import ErasureRule, Event, Person, Registration
from app.services import audit, heartbeats, settings
from app.services.actors import SYSTEM, Actor
from app.services.errors import NotFound, PersonErased
from app.services.privacy import erasing, forgetting, kept
from app.services.privacy.forgetting import Gone, StillDue
from app.services.privacy.kept import Keeps
from app.services.privacy.periods import Period

RUN = "retention"  # whose sign of life says when a run came to its end
Forgets = Callable[[Collection[int], StillDue, Path], Gone]


@dataclass(frozen=True)
class Rule:
    """What is kept how long, and how it is forgotten, so many rows in a unit."""

    name: str
    code: ErasureRule
    setting: str | None  # of the period; None: at once
    keeps: Keeps
    forgets: Forgets
    at_once: int = 500

    @property
    def unit(self) -> str:
        """days or months; nothing where there is no period."""
        return self.setting.rpartition("_")[2] if self.setting else ""


RULES: tuple[Rule, ...] = (
    Rule("needs", ErasureRule.NEEDS, "needs_kept_days", kept.needs, forgetting.needs),
    Rule("persons", ErasureRule.PERSONS, "persons_kept_months", kept.persons, forgetting.persons, 50),
    Rule(
        "registrations",
        ErasureRule.REGISTRATIONS,
        "persons_kept_months",
        kept.registrations,
        forgetting.registrations,
        50,
    ),
    Rule(
        "unverified",
        ErasureRule.REGISTRATIONS,
        "unverified_kept_days",
        kept.unverified,
        forgetting.registrations,
        50,
    ),
    Rule("events", ErasureRule.EVENTS, "persons_kept_months", kept.events, forgetting.events, 50),
    Rule(
        "letter_texts",
        ErasureRule.LETTER_TEXTS,
        "letter_text_kept_days",
        kept.letter_texts,
        forgetting.letter_texts,
    ),
    Rule(
        "letter_addresses",
        ErasureRule.LETTER_ADDRESSES,
        None,
        kept.letter_addresses,
        forgetting.letter_addresses,
    ),
    Rule("messages", ErasureRule.MESSAGES, "letter_text_kept_days", kept.messages, forgetting.messages),
    Rule("files", ErasureRule.FILES, "job_files_kept_days", kept.files, forgetting.files),
    Rule("sessions", ErasureRule.SESSIONS, "sessions_kept_days", kept.sessions, forgetting.sessions),
    Rule("links", ErasureRule.LINKS, "links_kept_days", kept.links, forgetting.links),
    Rule("accounts", ErasureRule.ACCOUNTS, "closed_accounts_kept_days", kept.accounts, forgetting.accounts),
)
PERIODS = tuple(dict.fromkeys(rule.setting for rule in RULES if rule.setting))


@dataclass(frozen=True)
class Due:
    """How it stands with a rule: what is due now, at which events (None: at none), and when the next is."""

    rule: Rule
    period: Period
    number: int
    events: list[tuple[Event | None, int]]
    next_at: datetime | None


def preview(periods: Mapping[str, int] | None = None) -> list[Due]:
    """What a run would forget now, rule by rule, and when there will be something next. Nothing is changed.

    Args:
        periods: other numbers than those of the settings, by their names, to see what they would do.
    """
    at, numbers = now(), {**present_periods(), **(periods or {})}
    return [_due(rule, _period(rule, numbers), at) for rule in RULES]


def present_periods() -> dict[str, int]:
    """The periods as they are set, by the names of the settings, in one statement."""
    return dict(zip(PERIODS, settings.numbers(*PERIODS), strict=True))


def change_periods(periods: Mapping[str, int], actor: Actor) -> list[str]:
    """Set periods; the caller has checked who may, and the bounds. Returns the names of those that are different now."""
    present = present_periods()
    changed = [name for name, number in periods.items() if present[name] != number]
    for name in changed:
        row = settings.change(name, periods[name])
        audit.record(actor, "setting.changed", row, fields=[name, str(present[name]), str(periods[name])])
    return changed


def run_batch(rule: Rule, maildir: Path) -> int:
    """Forget the next rows of a rule and record it; returns how many rows lost something, 0 when none is left."""
    over = _period(rule, present_periods()).before(now())

    def still_due(ids: Collection[int]) -> list[int]:
        rows = _over(rule, over).subquery()
        return list(db.session.scalars(select(rows.c.id).where(rows.c.id.in_(ids)).order_by(rows.c.id)))

    rows = _over(rule, over).subquery()
    ids = db.session.scalars(select(rows.c.id).order_by(rows.c.id).limit(rule.at_once)).all()
    if not ids:
        return 0
    gone = rule.forgets(ids, still_due, maildir)
    if gone.number:
        erasing.note(rule.code, SYSTEM, gone.subjects, gone.number)
    return gone.number


def note_run() -> None:
    """Note that a run has come to its end."""
    heartbeats.beat(RUN)


def last_run() -> datetime | None:
    """When a run came to its end for the last time."""
    return heartbeats.heard_at(RUN)


def erase_again(subjects: Sequence[str], actor: Actor, maildir: Path) -> list[str]:
    """Erase once more what a backup has brought back, by the ids of the records; what is erased or was never there is left.

    Returns:
        What was erased.

    Raises:
        NotFound: one is not of the form registration:12 or person:4.
        MandateRuns.
    """
    erased: list[str] = []
    for subject in subjects:
        row = _row(subject)
        if row is None:
            continue
        take: Any = erasing.take_person if isinstance(row, Person) else erasing.take_registration
        try:
            erased += take(row, actor, ErasureRule.REQUEST, maildir)
        except PersonErased:
            continue
    if erased:
        erasing.note(ErasureRule.REQUEST, actor, erased)
    return erased


def unknown(subjects: Sequence[str]) -> list[str]:
    """Those of some subjects that were never there; what is erased already was.

    Raises:
        NotFound: one is not of the form registration:12 or person:4.
    """
    return [subject for subject in subjects if _row(subject) is None]


def _row(subject: str) -> Person | Registration | None:
    kind, _, number = subject.partition(":")
    if not (number.isascii() and number.isdigit() and len(number) < 10):
        raise NotFound
    if kind == "person":
        return db.session.get(Person, int(number))
    if kind == "registration":
        return db.session.get(Registration, int(number))
    raise NotFound


def _period(rule: Rule, numbers: Mapping[str, int]) -> Period:
    return Period.of(rule.setting, numbers[rule.setting]) if rule.setting else Period()


def _over(rule: Rule, over: datetime) -> Select[Any]:
    rows = rule.keeps(over).subquery()
    return select(rows.c.id, rows.c.event_id).where(rows.c.since <= over)


def _due(rule: Rule, period: Period, at: datetime) -> Due:
    over = period.before(at)
    due = _over(rule, over).subquery()
    counted = select(Event, func.count()).select_from(due).outerjoin(Event, Event.id == due.c.event_id)
    events = db.session.execute(counted.group_by(Event.id).order_by(Event.starts_at, Event.id)).tuples().all()
    rows = rule.keeps(over).subquery()
    next_since = db.session.scalar(select(func.min(rows.c.since)).where(rows.c.since > over))
    return Due(
        rule=rule,
        period=period,
        number=sum(number for _event, number in events),
        events=list(events),
        next_at=period.after(next_since) if next_since is not None else None,
    )
