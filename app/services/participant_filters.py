"""What part of an event's registrations is asked for: a search and filters, as conditions of one statement.

The list, the bulk decisions and the export share them, so that all three speak of the same people.
"""

from __future__ import annotations

import enum
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

from sqlalchemy import ColumnElement, Select, false, or_, select

from app.lib.names import tokens
from app.models import (
    Body,
    Category,
    CheckIn,
    Group,
    Mode,
    Place,
    Registration,
    SignUp,
    Status,
)
from app.services import mandates
from app.services.participation import standing
from app.services.today import tasks
from app.services.today.tasks import Task

FREE_TEXT = "other"  # in place of a body's code: an affiliation that was typed in
_MOST_WORDS = 12  # of a search; what comes after them is not looked at
_LONGEST_WORD = 60


class Attendance(enum.StrEnum):
    """Whether somebody has come: at least one check-in that was not undone."""

    IN = "in"
    NOT_YET = "not_yet"


@dataclass(frozen=True)
class Filters:
    """Several values of one filter widen it, several filters narrow each other."""

    words: str = ""
    group: tuple[Group, ...] = ()
    category: tuple[Category, ...] = ()
    body: tuple[str, ...] = ()  # codes
    status: tuple[Status, ...] = ()
    place: tuple[Place, ...] = ()
    mode: tuple[Mode, ...] = ()
    session: tuple[int, ...] = ()
    attendance: tuple[Attendance, ...] = ()
    task: tuple[Task, ...] = ()

    def __bool__(self) -> bool:
        return any(getattr(self, field.name) for field in fields(self))

    def without(self, name: str) -> Filters:
        """These filters but one."""
        changes: dict[str, Any] = {name: "" if name == "words" else ()}
        return replace(self, **changes)

    def stored(self) -> dict[str, object]:
        """The filters as plain values, to be kept with work that is done later."""
        chosen: dict[str, object] = {"words": self.words} if self.words else {}
        return chosen | {
            field.name: list(getattr(self, field.name))
            for field in fields(self)[1:]
            if getattr(self, field.name)
        }

    @classmethod
    def restored(cls, stored: Mapping[str, Any]) -> Filters:
        """The filters that were kept.

        Raises:
            ValueError: a code is not known any more.
        """
        kinds: dict[str, Callable[[Any], Any]] = {
            "group": Group,
            "category": Category,
            "status": Status,
            "place": Place,
            "mode": Mode,
        }
        kinds |= {"attendance": Attendance, "task": Task, "body": str, "session": int}
        chosen = {name: tuple(map(kind, stored.get(name, ()))) for name, kind in kinds.items()}
        return cls(words=str(stored.get("words", "")), **chosen)

    def codes(self) -> list[str]:
        """The filters for the audit trail: names and codes; of a search only that there was one."""
        chosen = ["search"] if self.words else []
        for field in fields(self)[1:]:
            chosen += [f"{field.name}={value}" for value in getattr(self, field.name)]
        return chosen


def conditions(event_id: int, filters: Filters) -> list[ColumnElement[bool]]:
    """What a registration must meet to be among those asked for."""
    return [Registration.event_id == event_id, *narrowing(event_id, filters)]


def narrowing(event_id: int, filters: Filters) -> Iterator[ColumnElement[bool]]:
    """What a registration of an event must meet besides."""
    if filters.words:
        yield from _matching(filters.words)
    if filters.group:
        inside = [category for group in filters.group for category in group.categories]
        yield Registration.category.in_(inside)
    if filters.category:
        yield Registration.category.in_(filters.category)
    if filters.body:
        yield _of_bodies(filters.body)
    if filters.status:
        yield Registration.status.in_(filters.status)
    if filters.place:
        yield Registration.place.in_(filters.place)
    if filters.mode:
        yield Registration.mode.in_(filters.mode)
    if filters.session:
        yield Registration.id.in_(
            select(SignUp.registration_id).where(SignUp.session_id.in_(filters.session))
        )
    if len(set(filters.attendance)) == 1:  # both together are everybody
        came = Registration.id.in_(_who_came(event_id))
        yield came if filters.attendance[0] is Attendance.IN else ~came
    if filters.task:
        day = mandates.today()
        yield or_(*(tasks.condition(task, lambda column: column == event_id, day) for task in filters.task))


def _matching(words: str) -> Iterator[ColumnElement[bool]]:
    """Every word somewhere in names, body, function, service, reference or address; in any order, without accents."""
    found = tokens(words[: _MOST_WORDS * _LONGEST_WORD])[:_MOST_WORDS]
    if not found:
        yield false()  # signs only: nobody is called so
    for word in found:
        beginning = (
            " " if len(word) <= 2 else ""
        )  # “md” is a code or the beginning of a name, not the middle of one
        yield _holds(beginning + word[:_LONGEST_WORD])


def _holds(text: str) -> ColumnElement[bool]:
    """That a text is in what is searched. A pattern in one value is not put together, and unescaped, anew for each row."""
    if "_" in text:  # the only sign of a word that a pattern knows
        return Registration.search_text.contains(text, autoescape=True)
    return Registration.search_text.like(f"%{text}%")


def _of_bodies(codes: tuple[str, ...]) -> ColumnElement[bool]:
    listed = Registration.body_id.in_(select(Body.id).where(Body.code.in_(codes)))
    return or_(listed, Registration.body_id.is_(None)) if FREE_TEXT in codes else listed


def _who_came(event_id: int) -> Select[int]:
    return select(CheckIn.registration_id).where(CheckIn.event_id == event_id, STANDING)


STANDING = standing()  # made once: an alias of a mapped class costs a millisecond each time
