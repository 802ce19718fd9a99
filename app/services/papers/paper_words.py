"""What a paper says in its language and, where it speaks both, in the other one beside it."""

from __future__ import annotations

import enum
from collections.abc import Callable
from datetime import date, time
from typing import Any, NamedTuple

from app.lib import dates, hours, installation
from app.lib.bilingual import Bilingual
from app.lib.wording import N_, capitalised, translated
from app.models import Event, Mode
from app.models.labels import label
from app.services.papers.paper_kinds import PaperLanguage

FICTIONAL = N_("Fictional event: nobody named here exists.")


class Said(NamedTuple):
    """Words in a paper's language; `other` is empty where it would say the same, and on a paper in one language."""

    main: str
    other: str = ""

    @property
    def joined(self) -> str:
        """Both on one line, as in “Head of delegation / Chef de délégation”."""
        return " / ".join(filter(None, self))


class Speech:
    """A paper's language, or both of them: English first."""

    def __init__(self, language: PaperLanguage) -> None:
        both = language is PaperLanguage.BOTH
        self.languages: tuple[str, ...] = ("en", "fr") if both else (language.value,)

    @property
    def main(self) -> str:
        """The language that comes first."""
        return self.languages[0]

    def __call__(self, message: str, **values: object) -> Said:
        """A message with its values, which are the same in each language."""
        return self.each(lambda language: translated(message, language, **values))

    def each(self, say: Callable[[str], str]) -> Said:
        """Whatever is said, asked for in each language."""
        main, other = say(self.main), say(self.languages[-1])
        return Said(main, other if other != main else "")

    def text(self, text: Bilingual) -> Said:
        """A bilingual text; where one of its languages is missing the other stands alone."""
        return self.each(text.in_language)

    def label(self, member: enum.StrEnum) -> Said:
        """The name of a code, as it begins a line."""
        return self.each(lambda language: capitalised(label(member, language)))

    def day(self, day: date) -> Said:
        """A day with its weekday and year, as it begins a line."""
        return self.each(lambda language: capitalised(dates.day(day, language, year=True)))

    def on_day(self, message: str, day: date, at: time | None = None) -> Said:
        """A message with the day that fills its %(day)s and the hour that fills its %(clock)s."""

        def said(language: str) -> str:
            written = dates.day(day, language, weekday=False, year=True)
            clock = hours.clock(at, language) if at else ""
            return translated(message, language, day=written, clock=clock)

        return self.each(said)

    def top(self, event: Event, title: str) -> dict[str, Any]:
        """What every paper begins with: its language, what it is, the event with its place and days."""
        name = self(title)
        return {
            "language": self.main,
            "over": installation.spoken(self.main).name,
            "title": name.main,
            "other_title": name.other,
            "event": self.text(event.title),
            "held": self.each(lambda language: held(event, language)),
            "fictional": self.fictional(event),
        }

    def fictional(self, event: Event) -> Said:
        """The mark of an invented event, for each page; nothing for others."""
        return self(FICTIONAL) if event.fictional else Said("")


def held(event: Event, language: str) -> str:
    """Where and when, as in “Strasbourg, 9–10 June 2027”."""
    place = capitalised(label(Mode.ONLINE, language)) if event.mode is Mode.ONLINE else event.city
    when = dates.day_range(event.days[0], event.days[-1], language) if event.days else ""
    return ", ".join(filter(None, (place, when)))
