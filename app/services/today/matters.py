"""What there is to do about one event, out of its numbers: what is to be decided, and what to keep an eye on."""

from __future__ import annotations

import enum
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.models import Event, EventStatus
from app.services import publishing
from app.services.today.tallies import Tally, Waiting

SOON = timedelta(days=14)
TEXTS = ("title", "summary", "practical", "venue")


class Group(enum.Enum):
    """How urgent a thing is."""

    DECIDE = enum.auto()  # somebody waits for the secretariat
    WATCH = enum.auto()
    QUIET = enum.auto()  # goes its own way; told on the event's own page only


class Matter(enum.StrEnum):
    """A kind of thing, in the order in which a page lists them."""

    CONFIRM = "confirm"
    VALIDATE = "validate"
    LETTERS = "letters"
    SUBSTITUTES = "substitutes"
    CORRESPONDENT = "correspondent"
    SILENT = "silent"
    MUTE = "mute"
    SUBSTITUTES_THEIRS = "substitutes_theirs"
    BODY = "body"
    DOUBLE = "double"
    WAITING = "waiting"
    SESSIONS_WAITING = "sessions_waiting"
    UNVERIFIED = "unverified"
    TEXTS = "texts"
    SESSIONS = "sessions"
    DRAFT = "draft"
    FREEZE = "freeze"
    CERTIFICATES = "certificates"
    ARCHIVE = "archive"


OF_PEOPLE = (Matter.CONFIRM, Matter.VALIDATE)  # decisions about registrations
_DECIDE = frozenset({Matter.CONFIRM, Matter.VALIDATE, Matter.LETTERS, Matter.SUBSTITUTES})
_QUIET = frozenset({Matter.WAITING, Matter.SESSIONS_WAITING, Matter.UNVERIFIED})
# What goes on while an event is prepared and takes place, and is nobody's business any more once it is over.
_BEFORE = frozenset(
    {
        Matter.CONFIRM,
        Matter.VALIDATE,
        Matter.CORRESPONDENT,
        Matter.SUBSTITUTES,
        Matter.SUBSTITUTES_THEIRS,
        Matter.SILENT,
        Matter.MUTE,
        Matter.WAITING,
        Matter.SESSIONS_WAITING,
        Matter.UNVERIFIED,
    }
)


@dataclass(frozen=True)
class Line:
    """So many things of one kind at one event, and since when the oldest waits."""

    matter: Matter
    event: Event
    group: Group
    number: int
    since: datetime | None = None
    body: str | None = None  # the code of the only body that it is about
    names: tuple[str, ...] = ()  # of texts, or message ids of what is missing


def of_event(event: Event, tally: Tally, at: datetime) -> list[Line]:
    """Everything there is to do about an event at a moment."""
    if event.is_read_only:
        return list(_letters_only(event, tally)) + list(_kept(event, tally))
    over = event.is_over(at)
    lines = [
        _line(matter, event, tally.of(matter), at)
        for matter in Matter
        if tally.of(matter).number and not (over and matter in _BEFORE)
    ]
    return sorted([*lines, *_unfinished(event, tally, at)], key=lambda line: _ORDER[line.matter])


def to_decide(lines: list[Line]) -> int:
    """How many things wait for a decision."""
    return sum(line.number for line in lines if line.group is Group.DECIDE)


def _line(matter: Matter, event: Event, waiting: Waiting, at: datetime) -> Line:
    return Line(matter, event, _group(matter, event, at), waiting.number, waiting.since, waiting.body)


def _group(matter: Matter, event: Event, at: datetime) -> Group:
    if matter in _DECIDE:
        return Group.DECIDE
    if matter is Matter.SILENT and not _near(event.nominations_end or event.starts_at, at):
        return Group.QUIET  # they have time
    return Group.QUIET if matter in _QUIET else Group.WATCH


def _near(moment: datetime | None, at: datetime) -> bool:
    return moment is not None and moment - at <= SOON


def _unfinished(event: Event, tally: Tally, at: datetime) -> Iterator[Line]:
    lacking = tuple(name for name in TEXTS if _is_one_sided(event, name))
    if lacking:
        yield Line(Matter.TEXTS, event, Group.WATCH, len(lacking), names=lacking)
    if event.status is EventStatus.DRAFT:
        if not publishing.is_archivable(event):
            missing = publishing.missing(event)
            yield Line(Matter.DRAFT, event, Group.WATCH, 1, event.created_at, names=missing)
    elif event.is_over(at):
        yield from _kept(event, tally)
        if tally.of("came").number and not tally.of("certificates").number:
            yield Line(Matter.CERTIFICATES, event, Group.WATCH, 1, event.ends_at)
        yield Line(Matter.ARCHIVE, event, Group.WATCH, 1, event.ends_at)


def _kept(event: Event, tally: Tally) -> Iterator[Line]:
    """Figures that nobody has frozen yet; they vanish with the people when the period of keeping is over."""
    if event.status is not EventStatus.CANCELLED and tally.registered and not tally.of("frozen").number:
        yield Line(Matter.FREEZE, event, Group.WATCH, 1, event.ends_at)


def _letters_only(event: Event, tally: Tally) -> Iterator[Line]:
    """Of an event on which nobody works any more, letters that did not arrive."""
    failed = tally.of(Matter.LETTERS)
    if failed.number:
        yield Line(Matter.LETTERS, event, Group.DECIDE, failed.number, failed.since)


def _is_one_sided(event: Event, name: str) -> bool:
    english, french = getattr(event, f"{name}_en"), getattr(event, f"{name}_fr")
    return bool(english) != bool(french)


_ORDER = {matter: number for number, matter in enumerate(Matter)}
