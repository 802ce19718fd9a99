"""What an imported list is: whom it names, and what it says of who came."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from datetime import date

from app.models import Category, Event, Mode

MOST_PEOPLE = 5_000  # of a list, those told by a number together
DAY = "day:"  # begins the field of a column that says who came on one day
NAMES = ("name", "family_name")  # one of them, and the list has names
ABOUT_PEOPLE = (*NAMES, "given_name", "title", "function", "service", "email")
PLAIN = ("number", *ABOUT_PEOPLE, "body", "category", "role", "mode", "gender")


class ListKind(enum.StrEnum):
    """Whom a list names, and whether it tells who came."""

    EVERYONE = "everyone"  # registered; who came is not said
    WITH_CAME = "with_came"  # registered, and a column tells who came
    ONLY_WHO_CAME = "only_who_came"  # who else had registered is not said


@dataclass(frozen=True)
class Question:
    """A list and what holds for its rows unless they say otherwise."""

    event: Event
    kind: ListKind
    mode: Mode | None = None
    category: Category | None = None

    @property
    def fields(self) -> tuple[str, ...]:
        """What a column of such a list can be."""
        days = tuple(day_field(day) for day in self.event.days)
        return {
            ListKind.EVERYONE: PLAIN,
            ListKind.WITH_CAME: (*PLAIN, "came", *days),
            ListKind.ONLY_WHO_CAME: (*PLAIN, *days),
        }[self.kind]


def day_field(day: date) -> str:
    """The field of a column that says who came on a day."""
    return f"{DAY}{day.isoformat()}"


def day_of(field: str) -> date | None:
    """The day of such a field; None for any other."""
    return date.fromisoformat(field.removeprefix(DAY)) if field.startswith(DAY) else None
