"""Finding somebody at the desk by part of a name: without accents, in any order, or by initials."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, case, literal, or_, select
from sqlalchemy.orm import joinedload

from app.extensions import db
from app.lib.names import tokens
from app.models import LIVING, CheckIn, CheckInKind, Registration, Status
from app.services.attendance.log_lines import COMING_AND_GOING, IN_ORDER
from app.services.attendance.occasions import Occasion
from app.services.participation import standing, stands

MOST = 20  # more than that is no help at a desk
_MOST_WORDS, _LONGEST_WORD = 6, 40


@dataclass(frozen=True)
class Match:
    """Somebody who was found, and the check-in for the occasion if the person is in."""

    registration: Registration
    entry: CheckIn | None


@dataclass(frozen=True)
class Found:
    """Those who were found, at most `MOST`, and whether there are more."""

    matches: list[Match]
    more: bool = False


def matching(occasion: Occasion, typed: str) -> Found:
    """Who is meant: confirmed people first, by name. Discreet persons are found by their true name like everybody."""
    words = [word[:_LONGEST_WORD] for word in tokens(typed[:1000])[:_MOST_WORDS]]
    if not words:
        return Found([])
    direct = and_(*map(_has, words))
    condition = or_(direct, _has_initials(words[0])) if len(words) == 1 else direct
    rows = db.session.scalars(
        select(Registration)
        .where(Registration.event_id == occasion.event.id, Registration.replaced.is_(False), condition)
        .order_by(case((direct, 0), else_=1), _standing_order(), Registration.sort_name, Registration.id)
        .limit(MOST + 1)
        .options(joinedload(Registration.body))
    ).all()
    entries = _entries(occasion, [row.id for row in rows[:MOST]])
    return Found([Match(row, entries.get(row.id)) for row in rows[:MOST]], len(rows) > MOST)


def _has(word: str) -> ColumnElement[bool]:
    """A short word begins a name; a longer one is somewhere in name, body, function or reference."""
    if len(word) <= 2:
        return _begins_a_name(word)
    return Registration.search_text.contains(word, autoescape=True)


def _has_initials(word: str) -> ColumnElement[bool]:
    """“ac” for Ana Cebotari and for Cebotari Ana; only two or three letters can be initials."""
    return and_(*map(_begins_a_name, word)) if len(word) in {2, 3} else literal(False)


def _begins_a_name(letters: str) -> ColumnElement[bool]:
    return (literal(" ") + Registration.sort_name).contains(f" {letters}", autoescape=True)


def _standing_order() -> ColumnElement[int]:
    return case((Registration.status == Status.CONFIRMED, 0), (Registration.status.in_(LIVING), 1), else_=2)


def _entries(occasion: Occasion, ids: list[int]) -> dict[int, CheckIn]:
    """The check-in of each of them who is in; where exits are not scanned nobody leaves."""
    if not ids:
        return {}
    lines = db.session.scalars(
        select(CheckIn)
        .where(
            CheckIn.registration_id.in_(ids),
            CheckIn.kind.in_(COMING_AND_GOING),
            occasion.lines,
            stands() if occasion.exits else standing(),
        )
        .order_by(*IN_ORDER)
    )
    last = {line.registration_id: line for line in lines}
    return {number: line for number, line in last.items() if line.kind is CheckInKind.IN}
