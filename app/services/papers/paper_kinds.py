"""What papers there are, and what one chooses for each."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from app.models import Language
from app.services.participant_filters import Filters


class PaperKind(enum.StrEnum):
    LIST_OF_PARTICIPANTS = "list-of-participants"
    BADGES = "badges"
    NAME_PLATES = "name-plates"
    ATTENDANCE_SHEET = "attendance-sheet"
    TOUR_DE_TABLE = "tour-de-table"
    CERTIFICATES = "certificates"
    VISA_LETTERS = "visa-letters"
    PROGRAMME = "programme"


class PaperLanguage(enum.StrEnum):
    """In which language a paper speaks; both: English first, French below in italics."""

    EN = "en"
    FR = "fr"
    BOTH = "both"


class Audience(enum.StrEnum):
    """Into whose hands a paper goes: whoever did not agree to be named in lists given to others stands there without name."""

    PARTICIPANTS = "participants"
    SECRETARIAT = "secretariat"


class Readers(enum.StrEnum):
    """Who reads a programme: the public, which reads only names that were released, or those who take part."""

    PUBLIC = "public"
    PARTICIPANTS = "participants"


class BadgeLayout(enum.StrEnum):
    FOUR = "four"  # to an A4
    SINGLE = "single"  # an A6 each, for a badge printer


class Plates(enum.StrEnum):
    """What stands on name plates."""

    DELEGATIONS = "delegations"
    PEOPLE = "people"


@dataclass(frozen=True)
class Options:
    """What was chosen for a paper; each kind of paper looks at its own."""

    language: PaperLanguage = PaperLanguage.BOTH
    order: Language = Language.EN  # whose alphabet the states follow
    final: bool = False  # not provisional any more
    audience: Audience = Audience.PARTICIPANTS
    day: date | None = None
    session: int | None = None
    layout: BadgeLayout = BadgeLayout.FOUR
    plates: Plates = Plates.DELEGATIONS
    readers: Readers = Readers.PUBLIC

    def stored(self) -> dict[str, Any]:
        """As plain values, to be kept with work that is done later."""
        return {
            "language": self.language.value,
            "order": self.order.value,
            "final": self.final,
            "audience": self.audience.value,
            "day": self.day.isoformat() if self.day else None,
            "session": self.session,
            "layout": self.layout.value,
            "plates": self.plates.value,
            "readers": self.readers.value,
        }

    @classmethod
    def restored(cls, stored: Mapping[str, Any]) -> Options:
        """What was kept.

        Raises:
            ValueError: a code is not known any more.
        """
        return cls(
            language=PaperLanguage(stored["language"]),
            order=Language(stored["order"]),
            final=bool(stored["final"]),
            audience=Audience(stored["audience"]),
            day=date.fromisoformat(stored["day"]) if stored["day"] else None,
            session=stored["session"],
            layout=BadgeLayout(stored["layout"]),
            plates=Plates(stored["plates"]),
            readers=Readers(stored["readers"]),
        )


@dataclass(frozen=True)
class Selection:
    """For whom a paper is made: whoever the list's filters find, or one person."""

    filters: Filters = field(default_factory=Filters)
    registration_id: int | None = None
    at_most: int | None = None  # a preview needs the first few only


@dataclass(frozen=True)
class Gathered:
    """What stands on a paper: facts for its template; `number` counts the people (or plates, or sessions) on it, 0: nothing to
    print. `left_out` counts those who are not on it because they are discreet and the paper bears true names.
    """

    facts: Mapping[str, Any]
    number: int
    left_out: int = 0
