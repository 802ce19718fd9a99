"""For whom a paper is made: whoever the filters of its address find, or the one person whom it names by an id."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import request

from app.models import Event, Registration
from app.organiser.messages import message_words
from app.organiser.participants import participants_address as address
from app.services import participant_list, participant_page
from app.services.papers.paper_kinds import Selection
from app.services.participant_filters import Filters


@dataclass(frozen=True)
class Whom:
    """The choice, and how an address says it."""

    event: Event
    filters: Filters
    person: Registration | None
    arguments: dict[str, Any]

    @property
    def selection(self) -> Selection:
        """The choice as the papers take it."""
        return Selection(self.filters, self.person.id if self.person else None)

    @property
    def words(self) -> list[tuple[str, str]]:
        """The filters in words: what each asks for, and what was chosen."""
        return message_words.chosen(self.event, self.filters)

    @property
    def number(self) -> int:
        """How many the filters find."""
        return participant_list.number_of(self.event, self.filters)


def whom(event: Event) -> Whom:
    """Whom the present address means; a person of another event is not found (404)."""
    asked = address.numbers([request.args.get("person", "")])
    if asked:
        person = participant_page.registration_of(event, asked[0])
        return Whom(event, Filters(), person, {"person": person.id})
    filters = address.filters()
    return Whom(event, filters, None, address.arguments(filters))
