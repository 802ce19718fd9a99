"""The directory of national correspondents and contact points: who speaks for which body, and for which nobody does."""

from __future__ import annotations

import enum
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.extensions import db
from app.lib.names import fold, tokens
from app.models import Body, Mandate
from app.services import mandates

_MOST_WORDS = 12


class Shown(enum.StrEnum):
    """Which part of the directory is asked for."""

    RUNNING = "running"  # today, or from a day to come
    ENDED = "ended"
    NONE = "none"  # bodies for which nobody speaks today


@dataclass(frozen=True)
class Part:
    """A body and those of its mandates that are asked for, in the order in which they began."""

    body: Body
    mandates: Sequence[Mandate]


@dataclass(frozen=True)
class Directory:
    """The parts that match, the member states first. The numbers are those of the whole directory."""

    parts: Sequence[Part]
    everything: int  # mandates
    counts: dict[Shown, int]  # mandates that run and that ended; bodies without anybody
    states_spoken_for: int
    states: int

    @property
    def of_states(self) -> list[Part]:
        """The parts of member states."""
        return [part for part in self.parts if part.body.is_member_state]

    @property
    def of_others(self) -> list[Part]:
        """The parts of all other bodies."""
        return [part for part in self.parts if not part.body.is_member_state]


def directory(shown: Shown, words: str, language: str) -> Directory:
    """The directory in the alphabetical order of a language, in two statements; `words` are looked for in bodies and people."""
    bodies = sorted(db.session.scalars(select(Body)), key=lambda body: _order(body, language))
    by_body = _by_body()
    today = mandates.today()
    spoken_for = {key for key, rows in by_body.items() if any(row.runs_on(today) for row in rows)}
    may_have = [body for body in bodies if mandates.may_have(body)]
    without = [body for body in may_have if body.id not in spoken_for]
    states = [body for body in bodies if body.is_member_state]
    rows = [row for found in by_body.values() for row in found]
    ended = sum(_has_ended(row) for row in rows)
    wanted = tokens(words)[:_MOST_WORDS]
    parts = [Part(body, _chosen(by_body[body.id], body, shown, wanted)) for body in bodies]
    if shown is Shown.NONE:
        parts = [Part(body, ()) for body in without if _matches(body.search_text, wanted)]
    return Directory(
        parts=parts if shown is Shown.NONE else [part for part in parts if part.mandates],
        everything=len(rows),
        counts={Shown.RUNNING: len(rows) - ended, Shown.ENDED: ended, Shown.NONE: len(without)},
        states_spoken_for=sum(body.id in spoken_for for body in states),
        states=len(states),
    )


def in_order(language: str, *, ended: bool) -> list[Mandate]:
    """The mandates in the order of the directory, with or without those that have ended, in one statement."""
    rows = [row for found in _by_body(with_body=True).values() for row in found]
    kept = [row for row in rows if ended or not _has_ended(row)]
    return sorted(kept, key=lambda row: (_order(row.body, language), row.from_date, row.id))


def _by_body(*, with_body: bool = False) -> defaultdict[int, list[Mandate]]:
    query = select(Mandate).options(joinedload(Mandate.person)).order_by(Mandate.from_date, Mandate.id)
    if with_body:
        query = query.options(joinedload(Mandate.body))
    found: defaultdict[int, list[Mandate]] = defaultdict(list)
    for row in db.session.scalars(query):
        found[row.body_id].append(row)
    return found


def _order(body: Body, language: str) -> tuple[bool, str, int]:
    return not body.is_member_state, body.sort_in(language), body.id


def _has_ended(mandate: Mandate) -> bool:
    return mandate.until_date is not None and mandate.until_date < mandates.today()


def _chosen(rows: Sequence[Mandate], body: Body, shown: Shown, wanted: Sequence[str]) -> list[Mandate]:
    return [
        row
        for row in rows
        if _has_ended(row) is (shown is Shown.ENDED) and _matches(f"{body.search_text} {_said(row)}", wanted)
    ]


def _said(mandate: Mandate) -> str:
    person = mandate.person
    return fold(" ".join(part for part in (person.given_name, person.family_name, person.email) if part))


def _matches(text: str, wanted: Sequence[str]) -> bool:
    """Whether each word stands in a folded text."""
    return all(word in text for word in wanted)
