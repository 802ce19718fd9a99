"""The log of check-ins as one would keep it on paper: what the services are compared with. It knows no database."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NamedTuple


class Place(NamedTuple):
    """A day, or a session on its day."""

    day: date
    session_id: int | None = None
    exits: bool = False


@dataclass
class Note:
    """Somebody came or went."""

    who: int
    place: Place
    out: bool
    at: datetime
    desk_said: str
    struck: bool = False


@dataclass
class Sheet:
    """All notes, in the order in which they were handed in; one is struck through when it is taken back.

    Beside them stands who was online where, and since when, by the reports of meetings, and how many heads were counted when.
    """

    notes: list[Note] = field(default_factory=list)
    online: dict[tuple[int, Place], datetime] = field(default_factory=dict)
    heads: dict[Place, tuple[int, datetime]] = field(default_factory=dict)

    def standing(self, who: int, place: Place) -> list[Note]:
        """Somebody's notes for a place by their times; those of one moment as they were handed in."""
        found = [note for note in self.notes if (note.who, note.place) == (who, place) and not note.struck]
        return sorted(found, key=lambda note: note.at)

    def says_the_same(self, who: int, place: Place, at: datetime, *, out: bool) -> bool:
        """Whether a new note would stand beside one that says the same."""
        there = self.standing(who, place)
        if not place.exits:
            return bool(there)
        after = [note for note in there if note.at > at][:1]
        before = [note for note in there if note.at <= at][-1:]
        return any(note.out is out for note in (*before, *after))

    def was_in(self, who: int, place: Place, at: datetime) -> bool:
        """Whether somebody was inside just before a moment."""
        before = [note for note in self.standing(who, place) if note.at <= at][-1:]
        return any(not note.out for note in before)

    def write(self, who: int, place: Place, at: datetime, *, out: bool) -> Note:
        note = Note(who, place, out, at, "left" if out else "welcome")
        self.notes.append(note)
        return note

    def came(self, who: int, place: Place) -> bool:
        """Whether somebody was let in at a place, inside still or not."""
        return any(not note.out for note in self.standing(who, place))

    # What is counted ----------------------------------------------------------------------------------------------

    def seen(self, place: Place | None = None, day: date | None = None) -> set[int]:
        """Who came or was online: at a place, on a day wherever it was, or at all."""
        came = [(note.who, note.place) for note in self.notes if not (note.struck or note.out)]
        return {
            who for who, where in (*came, *self.online) if place in {None, where} and day in {None, where.day}
        }

    def inside(self, place: Place, at: datetime | None = None) -> set[int]:
        """Who came in person and has not left since, or had not left at a moment."""
        until = {
            who: [note for note in self.standing(who, place) if at is None or note.at <= at]
            for who in self.seen(place)
        }
        return {who for who, notes in until.items() for note in notes[-1:] if not note.out}

    def compared(self) -> dict[int | None, tuple[int, int | None]]:
        """The head counts by session, each with those who were inside then; None where nobody was ever let in."""
        let_in = {note.place for note in self.notes if not note.out}
        return {
            place.session_id: (number, len(self.inside(place, at)) if place in let_in else None)
            for place, (number, at) in self.heads.items()
        }

    def first(self, who: int) -> datetime | None:
        """When somebody came, or joined, for the first time."""
        came = [note.at for note in self.notes if note.who == who and not (note.struck or note.out)]
        joined = [at for (person, _), at in self.online.items() if person == who]
        return min((*came, *joined), default=None)
