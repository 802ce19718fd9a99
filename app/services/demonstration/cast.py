"""The people who do not exist: who they are, whom they represent, and what becomes of their registrations."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from functools import cache

from app.lib import csv_tables
from app.lib.names import tokens
from app.models import Category, Gender, Language, Mode, Role
from app.services.reference_data import FOLDER

TEXTS = FOLDER / "demonstration"
_COLUMNS = ("key", "category", "body", "family_name", "language", "mode", "named", "story", "meeting")


class Story(enum.StrEnum):
    """What becomes of somebody's registration for the conference."""

    CONFIRMED = "confirmed"
    SUBMITTED = "submitted"
    VALIDATED = "validated"  # and no place yet
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    CANCELLED = "cancelled"
    NOMINATED = "nominated"  # and no answer yet
    DECLINED_NOMINATION = "declined_nomination"  # and somebody else is proposed


class Meeting(enum.StrEnum):
    """Whether and how somebody was at the past meeting."""

    BOTH = "both"  # days
    FIRST = "first"
    SECOND = "second"
    ABSENT = "absent"
    UNDONE = "undone"  # checked in by mistake
    UNCONFIRMED = "unconfirmed"  # there without being confirmed
    WALK_IN = "walk_in"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"  # never confirmed the address


@dataclass(frozen=True)
class Member:
    """One of them."""

    key: str
    category: Category
    body: str | None
    body_text: str | None
    role: Role | None
    title: str | None
    given_name: str | None
    family_name: str
    own_script_name: str | None
    function: str | None
    service: str | None
    language: Language
    gender: Gender | None
    mode: Mode
    discreet: bool
    named: bool  # by the correspondent, for the conference
    story: Story
    sessions: tuple[str, ...]
    consents: str  # p: photographs, l: lists, r: reuse
    meeting: Meeting | None
    email: str
    diet: str | None
    access: str | None

    @property
    def invited(self) -> bool:
        """Whether the secretariat enters this person, instead of the public form."""
        return not self.category.in_delegation and self.category is not Category.INTERNAL_PARTNER


@cache
def members() -> tuple[Member, ...]:
    """Everybody, in the order in which they register.

    Raises:
        TableRefused: the file is wrong.
    """
    return tuple(_member(row) for row in csv_tables.read(TEXTS / "people.csv", _COLUMNS))


def _member(row: csv_tables.Row) -> Member:
    body, given, family = row.optional("body"), row.optional("given_name"), row.text("family_name")
    return Member(
        key=row.text("key"),
        category=row.choice("category", Category),
        body=body,
        role=row.choice("role", Role) if row.optional("role") else None,
        given_name=given,
        family_name=family,
        language=row.choice("language", Language),
        gender=row.choice("gender", Gender) if row.optional("gender") else None,
        mode=row.choice("mode", Mode),
        discreet=row.yes("discreet"),
        named=row.yes("named"),
        story=row.choice("story", Story),
        sessions=tuple((row.optional("sessions") or "").split()),
        consents=row.optional("consents") or "",
        meeting=row.choice("meeting", Meeting) if row.optional("meeting") else None,
        email=row.optional("email") or address(body, given, family),
        **{name: row.optional(name) for name in _PLAIN},
    )


_PLAIN = ("body_text", "title", "own_script_name", "function", "service", "diet", "access")


def address(body: str | None, *names: str | None) -> str:
    """An address in a domain that nobody can have."""
    words = [word for name in names if name for word in tokens(name)]
    return f"{'.'.join(words)}@{(body or 'guests').lower()}.example"
