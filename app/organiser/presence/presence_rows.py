"""What the page of a report shows of whom, and what was answered there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from werkzeug.datastructures import MultiDict

from app.lib.names import tidy
from app.models import Registration
from app.organiser.participants.participants_address import numbers
from app.services.attendance.presence_import import Judged, Present
from app.services.attendance.presence_lines import Fate
from app.services.attendance.presence_matching import Connection, Way

MOST_STRANGERS = 200  # shown to be chosen: those who were there longest
MOST_NAMED = 200  # of each part of those who were found; the numbers are those of all
_HAND = "hand-"


@dataclass(frozen=True)
class Asked:
    """Who was chosen by hand, by the row of the report; who counts although held back; whether one only wants to look."""

    hands: Mapping[int, str] = field(default_factory=dict)
    anyway: frozenset[int] = frozenset()
    looks: bool = False

    @classmethod
    def of(cls, sent: MultiDict[str, str]) -> Asked:
        """What was answered on the page."""
        rows = {
            int(name.removeprefix(_HAND)): tidy(typed) or "" for name, typed in sent.items() if _is_hand(name)
        }
        return cls(
            {row: typed[:200] for row, typed in rows.items() if typed},
            frozenset(numbers(sent.getlist("anyway"))),
            "look" in sent,
        )


class ToChoose(NamedTuple):
    """A connection of which somebody has to say, or has said, whose it is."""

    connection: Connection
    candidates: tuple[Registration, ...]
    typed: str
    wrong: bool = False


class Shown(NamedTuple):
    """The people of a report, by what is to be done about them."""

    to_choose: list[ToChoose]
    not_shown: int  # of those who were there shortly
    held: list[tuple[Present, bool]]  # with whether they count although something is in the way
    recorded: list[Present]
    known: list[Present]
    too_short: list[Present]


def rows(judged: Judged, asked: Asked) -> Shown:
    """Everybody of a report, each once."""
    held = [
        (person, person.registration.id in asked.anyway)
        for person in judged.people
        if Fate.HELD in person.fates or person.registration.id in asked.anyway
    ]
    told = {person.registration.id for person, _ in held}
    others = [person for person in judged.people if person.registration.id not in told]
    to_choose = _to_choose(judged, asked)
    return Shown(
        to_choose[:MOST_STRANGERS],
        len(to_choose[MOST_STRANGERS:]),
        held,
        [person for person in others if person.is_recorded],
        [
            person
            for person in others
            if not person.is_recorded and person.fates & {Fate.KNOWN, Fate.IN_PERSON}
        ],
        [person for person in others if not person.fates - {Fate.BELOW}],
    )


def _to_choose(judged: Judged, asked: Asked) -> list[ToChoose]:
    chosen = [
        ToChoose(connection, (), asked.hands[connection.row])
        for person in judged.people
        if Way.HAND in person.ways
        for connection in person.connections
        if connection.row in asked.hands
    ]
    unknown = [
        ToChoose(one.connection, one.candidates, one.typed, bool(one.typed)) for one in judged.strangers
    ]
    return sorted(
        [*chosen, *unknown], key=lambda one: (not one.typed, -one.connection.minutes, one.connection.row)
    )


def _is_hand(name: str) -> bool:
    row = name.removeprefix(_HAND)
    return name.startswith(_HAND) and row.isascii() and row.isdecimal() and len(row) < 8
