"""A language, and the small words that every part of what is kept about somebody needs in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from app.documents.data_sheets import Row
from app.lib import hours, seat_time
from app.lib.wording import N_, translated
from app.models import Event

_NOTHING = N_("Nothing entered")


@dataclass(frozen=True)
class Spoken:
    """Says things in a language."""

    language: str

    def __call__(self, message: str, **values: object) -> str:
        """A message in the language."""
        return translated(message, self.language, **values)

    def row(self, question: str, text: str | None, note: str = "") -> Row:
        """A question with its answer, or with the words for none."""
        return Row(self(question), text or self(_NOTHING), note)

    def yes_no(self, question: str, answer: bool) -> Row:
        """A question with a yes or a no."""
        return Row(self(question), self(N_("yes") if answer else N_("no")))

    def moment(self, at: datetime, event: Event | None = None) -> str:
        """A day and an hour by the clocks of an event's place, or by those of Strasbourg, which it says, where there is none."""
        if event is None:
            return seat_time.with_place(at, self.language)
        return hours.day_and_clock(event.local(at), self.language, weekday=False, year=True)
