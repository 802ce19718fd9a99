"""Figures as they are kept: of an event as plain data for a column of JSON, and back.

Only codes and numbers are kept, with the names that bodies and sessions bore then. What is read back may be older than
the program: an indicator that did not exist yet is not recorded, and a code that exists no more is passed over.
"""

from __future__ import annotations

import enum
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any, TypeVar

from app.lib.bilingual import Bilingual
from app.models import BodyKind, Category, Event, Group, LetterKind
from app.services.attendance.head_counts import Counted
from app.services.dimensions import DIMENSIONS
from app.services.indicators import LETTERS, STEPS
from app.services.statistics.figure_kinds import (
    Answer,
    BodyFigures,
    BodyNamed,
    DayFigures,
    EventFigures,
    KindFigures,
    LetterFigures,
    SessionFigures,
    WeekFigures,
)
from app.services.statistics.figures import (
    CODES,
    NOT_HELD,
    NOT_RECORDED,
    NOT_YET,
    Frozen,
    Numbers,
    Phase,
    Reported,
    Source,
    Summary,
)

Data = dict[str, Any]
Code = TypeVar("Code", bound=enum.StrEnum)
_LETTERS = tuple(one.code for one in LETTERS)
_REASONS = {"not_recorded": NOT_RECORDED, "not_yet": NOT_YET, "not_held": NOT_HELD}
_REASON_CODES = {words: code for code, words in _REASONS.items()}


def stored(figures: EventFigures) -> Data:
    """The figures of an event as plain data, without who froze them and when."""
    return {
        "summary": _stored_summary(figures.summary),
        "categories": [[category.value, dict(numbers)] for category, numbers in figures.categories],
        "kinds": [
            {
                "kind": None if one.kind is None else one.kind.value,
                "numbers": dict(one.numbers),
                "bodies": [_stored_body(body) for body in one.bodies],
            }
            for one in figures.kinds
        ],
        "breakdowns": {
            code: [[key, dict(numbers)] for key, numbers in rows] for code, rows in figures.breakdowns.items()
        },
        "delegations": [_stored_body(one) for one in figures.delegations],
        "sessions": [_stored_session(one) for one in figures.sessions],
        "days": [_stored_day(one) for one in figures.days],
        "weeks": [
            [week.monday.isoformat() if week.monday else None, _by_code(week.groups)]
            for week in figures.weeks
        ],
        "letters": [[one.kind.value, dict(one.numbers)] for one in figures.letters],
    }


def restored(data: Data, event: Event, frozen: Frozen) -> EventFigures:
    """The figures of an event as they had been kept."""
    return EventFigures(
        summary=restored_summary(data["summary"], event, frozen),
        categories=[(code, _numbers(numbers)) for code, numbers in _known(Category, data["categories"])],
        kinds=[
            KindFigures(kind, _numbers(one["numbers"]), restored_bodies(one["bodies"]))
            for kind, one in _known_kinds(data["kinds"])
        ],
        breakdowns=restored_breakdowns(data["breakdowns"]),
        delegations=restored_bodies(data["delegations"]),
        sessions=[_session(one) for one in data["sessions"]],
        days=[_day(one) for one in data["days"]],
        weeks=[
            WeekFigures(date.fromisoformat(monday) if monday else None, _groups(groups))
            for monday, groups in data["weeks"]
        ],
        letters=[
            LetterFigures(kind, _numbers(numbers, _LETTERS))
            for kind, numbers in _known(LetterKind, data["letters"])
        ],
    )


def restored_summary(data: Data, event: Event, frozen: Frozen) -> Summary:
    """The figures in brief as they had been kept."""
    groups = data["groups"]
    return Summary(
        event=event,
        phase=Phase(data["phase"]),
        source=Source(data["source"]),
        total=_numbers(data["total"]),
        groups={group: _numbers(groups.get(group.value, {})) for group in Group},
        reported=[Reported(*one) for one in data["reported"]],
        frozen=frozen,
    )


def restored_bodies(data: Iterable[Data]) -> list[BodyFigures]:
    """The people of bodies as they had been kept."""
    return [
        BodyFigures(_named(one, kind), _numbers(one["numbers"]))
        for one in data
        if (kind := _code(BodyKind, one["kind"])) is not None
    ]


def restored_answers(data: Iterable[Data], codes: Iterable[str]) -> dict[str, tuple[Numbers, Answer]]:
    """What bodies did, by their codes: a few of the numbers and the answer, and nothing else is taken apart."""
    wanted, answers = tuple(codes), {one.value: one for one in Answer}
    return {
        one["code"]: ({code: one["numbers"].get(code) for code in wanted}, answers[one["answer"]])
        for one in data
    }


def restored_breakdowns(data: Data) -> dict[str, list[tuple[str | None, Numbers]]]:
    """The breakdowns as they had been kept; nobody is told apart by a dimension that did not exist yet."""
    return {
        one.code: [
            (key, _numbers(numbers, STEPS)) for key, numbers in data.get(one.code, []) if key in one.words
        ]
        for one in DIMENSIONS
    }


def _stored_summary(summary: Summary) -> Data:
    return {
        "phase": summary.phase.value,
        "source": summary.source.value,
        "total": dict(summary.total),
        "groups": {group.value: dict(numbers) for group, numbers in summary.groups.items()},
        "reported": [list(one) for one in summary.reported],
    }


def _stored_body(one: BodyFigures) -> Data:
    body = one.body
    return {
        "code": body.code,
        "kind": body.kind.value,
        "name": list(body.name),
        "sort": list(body.sort),
        "tile": [body.tile_row, body.tile_column],
        "answer": body.answer.value,
        "numbers": dict(one.numbers),
    }


def _named(data: Data, kind: BodyKind) -> BodyNamed:
    name, sort, (row, column) = Bilingual(*data["name"]), Bilingual(*data["sort"]), data["tile"]
    return BodyNamed(data["code"], kind, name, sort, row, column, Answer(data["answer"]))


def _stored_session(one: SessionFigures) -> Data:
    heads = one.heads
    return {
        "title": list(one.title),
        "starts_at": one.starts_at.isoformat(),
        "capacity": one.capacity,
        "signed_up": one.signed_up,
        "waiting": one.waiting,
        "seen": one.seen,
        "missing": _REASON_CODES[one.missing],
        "seen_online": one.seen_online,
        "minutes_online": one.minutes_online,
        "heads": heads and [heads.number, heads.at.isoformat(), heads.by_log, heads.difference],
    }


def _session(data: Data) -> SessionFigures:
    plain = SessionFigures(**{**data, "title": Bilingual(*data["title"]), "heads": None})
    heads = data["heads"]
    return replace(
        plain,
        starts_at=datetime.fromisoformat(data["starts_at"]),
        missing=_REASONS[data["missing"]],
        heads=heads and Counted(heads[0], datetime.fromisoformat(heads[1]), *heads[2:]),
    )


def _stored_day(one: DayFigures) -> list[Any]:
    reason = _REASON_CODES[one.missing]
    return [one.day.isoformat(), one.seen, one.seen_in_person, one.seen_online, reason]


def _day(data: list[Any]) -> DayFigures:
    day, seen, in_person, online, reason = data
    return DayFigures(date.fromisoformat(day), seen, in_person, online, _REASONS[reason])


def _by_code(numbers: Mapping[Group, int]) -> dict[str, int]:
    return {group.value: number for group, number in numbers.items()}


def _groups(data: Mapping[str, int]) -> dict[Group, int]:
    return {group: data.get(group.value, 0) for group in Group}


def _numbers(data: Mapping[str, int | None], codes: Iterable[str] = CODES) -> Numbers:
    return {code: data.get(code) for code in codes}


def _known_kinds(rows: Iterable[Data]) -> Iterable[tuple[BodyKind | None, Data]]:
    for one in rows:
        kind = None if one["kind"] is None else _code(BodyKind, one["kind"])
        if kind is not None or one["kind"] is None:
            yield kind, one


def _known(codes: type[Code], rows: Iterable[Any]) -> Iterable[tuple[Code, Any]]:
    for value, numbers in rows:
        if (code := _code(codes, value)) is not None:
            yield code, numbers


def _code(codes: type[Code], value: str) -> Code | None:
    return codes(value) if value in {member.value for member in codes} else None
