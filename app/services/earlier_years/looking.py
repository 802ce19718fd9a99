"""A list looked at: what its rows are, what is still to be said, and what taking it over would do. Nothing is changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.lib.handed_tables import Table
from app.models import User
from app.services import places
from app.services.actors import staff
from app.services.earlier_years import list_columns, list_rows, list_words, taking_over
from app.services.earlier_years.earlier_errors import CameIsOnRecord
from app.services.earlier_years.list_kinds import Question
from app.services.earlier_years.list_rows import Line
from app.services.earlier_years.list_words import Meanings
from app.services.earlier_years.taking_over import Outlook
from app.services.errors import DomainError


@dataclass(frozen=True)
class Sheet:
    """A list with all that was said of it: what its columns are, what words mean, and what holds where a row says nothing."""

    question: Question
    table: Table
    columns: Sequence[str]  # for each column a field; an empty text: not taken over
    given: Mapping[tuple[str, str], str]  # meanings, by field and word


@dataclass(frozen=True)
class Looked:
    """What was found."""

    sheet: Sheet
    problem: str | None  # of the columns, as a message id: then no row was read
    lines: Sequence[Line]
    meanings: Meanings
    outlook: Outlook | None  # None if nothing of the list can be taken over
    refusal: DomainError | None

    @property
    def wrong(self) -> list[Line]:
        """The rows that must be corrected, or of which a word is not known."""
        return [line for line in self.lines if line.reason is not None]

    @property
    def is_right(self) -> bool:
        """Whether the list can be taken over as it is."""
        return self.outlook is not None and self.problem is None and not self.wrong

    @property
    def told(self) -> dict[tuple[str, str], str]:
        """What is to be remembered of the list."""
        words = {
            key: code for key, code in self.sheet.given.items() if self.meanings.is_meaning(key[0], code)
        }
        return taking_over.told_by(self.sheet.table[0], self.sheet.columns, words)


def opened(question: Question, table: Table) -> Sheet:
    """A list as it was handed in, with what is known of its headings."""
    head = table[0]
    width = max(map(len, table))
    table = [[*head, *[""] * (width - len(head))], *table[1:]]
    known = list_words.remembered().get(list_words.COLUMN, {})
    return Sheet(question, table, list_columns.guessed(question, table[0], known), {})


def take_over(looked: Looked, user: User) -> None:
    """Take over what was found, under the lock. Words are no event's alone: who organises some events keeps none.

    Raises:
        LimitBelowHeld: more people than the event has places for.
    """
    if looked.outlook is not None:
        told = looked.told if user.all_events else {}
        taking_over.take_over(looked.outlook, staff(user), len(looked.lines), told)


def look(sheet: Sheet, *, lock: bool = False) -> Looked:
    """Judge a list.

    Args:
        lock: before it is taken over: nobody else changes the people of the event in the meantime.

    Raises:
        NotOverYet, PeopleOfOurOwn: no list of this event can be imported.
    """
    event = places.lock(sheet.question.event.id) if lock else sheet.question.event
    taking_over.refuse_unfit(event)
    meanings = list_words.meanings(sheet.given, list_words.remembered())
    problem = list_columns.problem(sheet.question, sheet.columns)
    if problem is not None:
        return Looked(sheet, problem, [], meanings, None, None)
    lines = list_rows.judged(sheet.question, sheet.columns, sheet.table, meanings)
    try:
        outlook = taking_over.outlook(sheet.question, lines)
    except CameIsOnRecord as refusal:
        return Looked(sheet, None, lines, meanings, None, refusal)
    return Looked(sheet, None, lines, meanings, outlook, None)
