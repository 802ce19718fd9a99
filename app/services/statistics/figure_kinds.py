"""What is known of one event, part by part: the kinds of figures that pages, pictures and files are made of."""

from __future__ import annotations

import enum
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import NamedTuple

from app.lib.bilingual import Bilingual
from app.models import BodyKind, Category, Group, LetterKind
from app.services.attendance.head_counts import Counted
from app.services.statistics.figures import NOT_RECORDED, Frozen, Numbers, Phase, Summary


class Answer(enum.StrEnum):
    """What a body did with its invitation, as far as it is known."""

    INVITED = "invited"
    REFUSED = "refused"
    NOT_INVITED = "not_invited"


class BodyNamed(NamedTuple):
    """A body as the statistics show it, with what it did at this event."""

    code: str
    kind: BodyKind
    name: Bilingual
    sort: Bilingual
    tile_row: int | None
    tile_column: int | None
    answer: Answer


class BodyFigures(NamedTuple):
    """The people of one body. A delegation counts delegates, observers and internal partners: no speakers, no staff."""

    body: BodyNamed
    numbers: Numbers


@dataclass(frozen=True)
class KindFigures:
    """The people of the bodies of one kind; the kind None is for affiliations that are no body of the list."""

    kind: BodyKind | None
    numbers: Numbers
    bodies: Sequence[BodyFigures]


@dataclass(frozen=True)
class SessionFigures:
    """A session; `signed_up` is None where no sign-up was asked for, `seen` where nobody was checked in at its door.

    `missing` says why nobody was seen, as a message id.
    """

    title: Bilingual
    starts_at: datetime
    capacity: int | None
    signed_up: int | None
    waiting: int | None
    seen: int | None
    missing: str = NOT_RECORDED
    seen_online: int | None = None
    minutes_online: int | None = None  # on average; None where no report says so
    heads: Counted | None = None  # None where nobody counted

    @property
    def in_the_room(self) -> tuple[int | None, int | None, int | None]:
        """The head count, those in the room by the log at its moment, and the difference."""
        heads = self.heads
        return (heads.number, heads.by_log, heads.difference) if heads else (None, None, None)

    @property
    def percent(self) -> int | None:
        """How full it was: people seen, of the places; 100 only when it was really full."""
        if self.seen is None or not self.capacity:
            return None
        rounded = (200 * self.seen + self.capacity) // (2 * self.capacity)
        return rounded if self.seen >= self.capacity else min(rounded, 99)


@dataclass(frozen=True)
class DayFigures:
    """A day of the event, or another on which somebody was checked in; None where nobody was, and `missing` says why."""

    day: date
    seen: int | None
    seen_in_person: int | None
    seen_online: int | None
    missing: str = NOT_RECORDED


@dataclass(frozen=True)
class WeekFigures:
    """The people registered in the week that begins on a Monday; the time before all weeks has no Monday."""

    monday: date | None
    groups: Mapping[Group, int]

    @property
    def total(self) -> int:
        return sum(self.groups.values())


@dataclass(frozen=True)
class LetterFigures:
    """The letters of one kind, by the codes of their indicators."""

    kind: LetterKind
    numbers: Numbers


@dataclass(frozen=True)
class EventFigures:
    """Everything that is counted of one event; parts without anybody are left out of the lists."""

    summary: Summary
    categories: Sequence[tuple[Category, Numbers]]
    kinds: Sequence[KindFigures]
    breakdowns: Mapping[str, Sequence[tuple[str | None, Numbers]]]
    delegations: Sequence[BodyFigures]  # all member states, and the other bodies that sent anybody
    sessions: Sequence[SessionFigures]
    days: Sequence[DayFigures]
    weeks: Sequence[WeekFigures]
    letters: Sequence[LetterFigures]

    @property
    def frozen(self) -> Frozen | None:
        """When and by whom they were frozen; None where they are counted now."""
        return self.summary.frozen

    @cached_property
    def states(self) -> list[BodyFigures]:
        """The delegations of the member states, all forty-six."""
        return [one for one in self.delegations if one.body.kind is BodyKind.MEMBER_STATE]

    @cached_property
    def invitations_known(self) -> bool:
        """Whether it is known who was invited: once somebody was, or as long as the event is to come."""
        invited = any(one.body.answer is not Answer.NOT_INVITED for one in self.delegations)
        return invited or self.summary.phase is not Phase.AFTER

    def states_in_order(self, language: str) -> list[BodyFigures]:
        """The member states in the alphabetical order of a language."""
        return in_order(self.states, language)


def in_order(figures: Sequence[BodyFigures], language: str) -> list[BodyFigures]:
    """Some bodies in the alphabetical order of a language."""
    return sorted(figures, key=lambda one: one.body.sort.in_language(language))
