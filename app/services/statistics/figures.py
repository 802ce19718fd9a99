"""The figures of one event in brief: what every page and file that speaks of participation begins with.

Figures are counted from registrations and check-ins, or they were reported for an event without names; one event never mixes
the two. What nobody knows is None: never zero, never blank.
"""

from __future__ import annotations

import enum
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from operator import itemgetter
from typing import Any, NamedTuple

from app.lib.clock import now
from app.lib.wording import N_, translated
from app.models import Category, Event, EventStatus, Group
from app.services.indicators import PEOPLE, REGISTRY, REPORTED, STATES
from app.services.statistics import figure_counts
from app.services.statistics.figure_errors import NeverHeld, NotOverYet

Numbers = Mapping[str, int | None]  # by the code of the indicator; None: not recorded
CODES = tuple(indicator.code for indicator in (*PEOPLE, *STATES))
NOTHING: Numbers = dict.fromkeys(CODES)
_FROM_LOG = frozenset(code for code, one in REGISTRY.items() if one.from_log)
_BESIDES_WHO_CAME = frozenset(CODES) - {"attended", "states_attended"}
_PLACES = {code: place for place, code in enumerate(CODES, -len(CODES))}  # in a row, from its end

NOT_RECORDED = N_("not recorded")
NOT_YET = N_("not yet")
NOT_HELD = N_("did not take place")


class Reported(NamedTuple):
    """A figure that somebody reported of an event: its code, its number, and where it comes from."""

    indicator: str
    value: int
    source: str
    note: str | None


class Source(enum.StrEnum):
    """Where the figures of an event come from."""

    COUNTED = "counted"
    REPORTED = "reported"
    NONE = "none"


class Phase(enum.StrEnum):
    """Where an event stands in time."""

    BEFORE = "before"
    RUNNING = "running"
    AFTER = "after"
    CANCELLED = "cancelled"


@dataclass(frozen=True)
class Frozen:
    """By whom and when figures were frozen, and by which version of the definitions they had been counted."""

    version: int  # 1, 2, 3 … of the event
    at: datetime
    hand: str  # the name of the user
    definitions: int
    note: str | None

    def by(self, language: str) -> str:
        """By whose hand; the name of an account goes when the account was closed long ago."""
        return self.hand or translated(N_("an account that was erased"), language)


@dataclass(frozen=True)
class Summary:
    """An event's figures: all people together, and by the three groups, which add up to it."""

    event: Event
    phase: Phase
    source: Source
    total: Numbers
    groups: Mapping[Group, Numbers]
    reported: Sequence[Reported] = field(default=())
    frozen: Frozen | None = None  # None: counted now

    @property
    def attendance_known(self) -> bool:
        """Whether anything is known of who came."""
        return self.total["attended"] is not None

    @property
    def is_to_come(self) -> bool:
        """Whether nobody can have come yet, so that one speaks of registrations instead."""
        return not self.attendance_known and self.phase in {Phase.BEFORE, Phase.RUNNING}

    @property
    def main(self) -> str:
        """The code of the step that matters now: who attended, or before that who is confirmed."""
        return "attended" if self.attendance_known else "confirmed"

    def missing(self, code: str) -> str:
        """Why a number is not there, as a message id."""
        if self.source is Source.COUNTED and REGISTRY[code].from_log:
            if self.phase is Phase.CANCELLED:
                return NOT_HELD
            if self.phase is not Phase.AFTER:
                return NOT_YET
        return NOT_RECORDED


def summary(
    event: Event,
    by_category: Iterable[tuple[Category, Any]],
    log_exists: bool,
    reported: Sequence[Reported],
) -> Summary:
    """The summary of an event from its counted rows, each with its category, and from what was reported for it."""
    rows = list(by_category)
    over = event.is_over(now())
    common = (event, phase_of(event, now()))
    if rows or not over:
        grouped = defaultdict(list)
        for category, row in rows:
            grouped[category.group].append(row)
        hidden = unrecorded(event, log_exists)
        groups = {group: added(grouped[group], hidden) for group in Group}
        return Summary(*common, Source.COUNTED, added((row for _, row in rows), hidden), groups, reported)
    known = _reported(reported)
    source = Source.REPORTED if reported else Source.NONE
    return Summary(*common, source, known[None], {group: known[group] for group in Group}, reported)


def summaries(events: Sequence[Event]) -> list[Summary]:
    """The summaries of several events, in three statements whatever their number."""
    return _summaries(events, figure_counts.of_events(event.id for event in events))


def with_delegations(events: Sequence[Event], *, all_bodies: bool) -> tuple[list[Summary], list[Any]]:
    """The summaries of several events, and by the same count the rows of those whom each member state sent, or each body."""
    wanted = figure_counts.Delegations.ALL if all_bodies else figure_counts.Delegations.STATES
    rows = figure_counts.of_events((event.id for event in events), wanted)
    return _summaries(events, rows), [row for row in rows if row.body_id is not None]


def _summaries(events: Sequence[Event], counted: Iterable[Any]) -> list[Summary]:
    ids = [event.id for event in events]
    rows, reported = defaultdict(list), reported_of(ids)
    for row in counted:
        if row.body_id is None:
            rows[row.event_id].append((row.category, row))
    logs = figure_counts.with_log(ids)
    return [summary(event, rows[event.id], event.id in logs, reported[event.id]) for event in events]


def reported_of(event_ids: Iterable[int]) -> dict[int, list[Reported]]:
    """What was reported of some events, by their ids; one statement."""
    found = defaultdict(list)
    for event_id, *figure in figure_counts.reported(event_ids):
        found[event_id].append(Reported(*figure))
    return found


def unrecorded(event: Event, log_exists: bool) -> frozenset[str]:
    """The codes of the figures that are not recorded of an event whose people are.

    Without a log nobody knows who came. A list of those who came does not tell who else had registered.
    """
    hidden = frozenset() if log_exists else _FROM_LOG
    return hidden | _BESIDES_WHO_CAME if event.only_who_came else hidden


def added(rows: Iterable[Any], hidden: frozenset[str], codes: Sequence[str] = CODES) -> Numbers:
    """The sums of counted rows, whose last columns are the numbers in the order of `CODES`; the hidden ones are None."""
    kept = list(map(_taken(tuple(codes)), rows))
    sums = kept[0] if len(kept) == 1 else map(sum, zip(*kept, strict=True)) if kept else [0] * len(codes)
    numbers: dict[str, int | None] = dict(zip(codes, sums, strict=True))
    if hidden:
        numbers.update((code, None) for code in codes if code in hidden)
    return numbers


@cache
def _taken(codes: tuple[str, ...]) -> Callable[[Any], tuple[int, ...]]:
    """What takes the numbers of some indicators out of a row."""
    return itemgetter(*(_PLACES[code] for code in codes))


def phase_of(event: Event, at: datetime) -> Phase:
    """Whether an event is to come, under way from the morning of its first day, over, or cancelled."""
    if event.status is EventStatus.CANCELLED:
        return Phase.CANCELLED
    if event.is_over(at):
        return Phase.AFTER
    return Phase.RUNNING if event.days and event.days[0] <= event.local(at).date() else Phase.BEFORE


def refuse_unfinished(phase: Phase) -> None:
    """Refuse to fix the figures of an event while they can still change, or could never be.

    Raises:
        NeverHeld: the event was cancelled.
        NotOverYet: the event still runs, or is to come.
    """
    if phase is Phase.CANCELLED:
        raise NeverHeld
    if phase is not Phase.AFTER:
        raise NotOverYet


def _reported(figures: Iterable[Reported]) -> dict[Group | None, Numbers]:
    known: dict[Group | None, dict[str, int | None]] = {key: dict(NOTHING) for key in (None, *Group)}
    for figure in figures:
        code, group = REPORTED.get(figure.indicator, ("", None))
        if code in NOTHING:
            known[group][code] = figure.value
    return {**known}
