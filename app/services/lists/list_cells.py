"""What stands in the columns of a list of participants, row by row. One statement reads it all, in portions.

Of people in discreet mode nothing is told by which they are recognised: no name, title, function, service or address.
"""

from __future__ import annotations

import enum
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, String, case, cast, func, select

from app.documents.spreadsheets import Cell, Coded
from app.extensions import db
from app.lib.wording import N_, translated
from app.models import CheckIn, CheckInKind, Event, Needs, Origin, Place, Registration, SignUp
from app.models.labels import label
from app.services.body_directory import BodyDirectory
from app.services.lists.list_columns import ACCESS, DAYS, DIET, SIGN_UPS, FileColumn
from app.services.participant_list import first_check_in
from app.services.participation import standing
from app.services.shown_names import REPRESENTATIVE, ShownName, Viewer, shown_name

_OF_PERSON = {"own_script_name", "title", "function", "service", "email"}
_BY_DAY = {DAYS, "days_attended", "came"}
_BASE = (
    Registration.reference, Registration.family_name, Registration.given_name, Registration.own_script_name,
    Registration.discreet, Registration.title, Registration.function, Registration.service, Registration.body_id,
    Registration.body_text, Registration.category, Registration.role, Registration.mode, Registration.status,
    Registration.place, Registration.language, Registration.email, Registration.registered_at, Registration.confirmed_at,
    Registration.waiting_since, Registration.origin, Registration.walk_in, Registration.first_recorded,
    Registration.consent_photographs, Registration.consent_lists, Registration.consent_reuse,
)  # fmt: skip


@dataclass(frozen=True)
class Recorded:
    """Of what the log of an event says anything: where nobody was checked in, nobody is said to have stayed away."""

    anything: bool
    days: frozenset[str]

    @classmethod
    def of(cls, event: Event, columns: Sequence[FileColumn]) -> Recorded:
        """Asked only where a column needs it."""
        if not any(column.chosen in _BY_DAY for column in columns):
            return cls(False, frozenset())
        days = db.session.scalars(
            select(CheckIn.day)
            .where(CheckIn.event_id == event.id, CheckIn.kind == CheckInKind.IN, standing())
            .distinct()
        ).all()
        return cls(bool(days), frozenset(day.isoformat() for day in days if day is not None))


def read(columns: Sequence[FileColumn]) -> list[ColumnElement[Any]]:
    """What the statement reads so that these columns can be written."""
    chosen = {column.chosen for column in columns}
    asked: list[Any] = [*_BASE]
    if "first_check_in" in chosen:
        asked.append(first_check_in().label("came_at"))
    if chosen & _BY_DAY:
        asked.append(_joined(func.coalesce(cast(CheckIn.day, String), ""), CheckIn, standing()).label("days"))
    if "minutes_online" in chosen:
        asked.append(_minutes().label("minutes"))
    if SIGN_UPS in chosen:
        place = cast(SignUp.session_id, String) + "=" + cast(SignUp.place, String)
        asked.append(_joined(place, SignUp).label("sign_ups"))
    for code, column in ((DIET, Needs.diet), (ACCESS, Needs.access)):
        if code in chosen:
            need = select(column).where(Needs.registration_id == Registration.id)
            asked.append(need.correlate(Registration).scalar_subquery().label(code))
    return asked


def unnamed() -> ColumnElement[bool]:
    """Who stands without a name in a file for others: the discreet, and whoever did not agree to stand in one."""
    return Registration.discreet | ~Registration.consent_lists


def _joined(value: ColumnElement[str], of: Any, *more: ColumnElement[bool]) -> Any:
    """All values of somebody's rows as one text: a statement of its own for each person would be too many."""
    joined = select(func.aggregate_strings(value, ",")).where(of.registration_id == Registration.id, *more)
    return joined.correlate(Registration).scalar_subquery()


def _minutes() -> Any:
    """The minutes online: those of whole days, which hold those of their sessions; otherwise those of the sessions."""
    whole = case((CheckIn.session_id.is_(None), CheckIn.minutes))
    return (
        select(func.coalesce(func.sum(whole), func.sum(CheckIn.minutes)))
        .where(CheckIn.registration_id == Registration.id, standing())
        .correlate(Registration)
        .scalar_subquery()
    )


class Cells:
    """Turns rows of the database into rows of the file."""

    def __init__(
        self,
        event: Event,
        columns: Sequence[FileColumn],
        directory: BodyDirectory,
        language: str,
        *,
        for_others: bool,
    ) -> None:
        self._zone = event.zone
        self._directory, self._language, self._for_others = directory, language, for_others
        self._recorded = Recorded.of(event, columns)
        self._said: dict[tuple[type[enum.StrEnum], str], Coded] = {}  # members of two kinds can be equal
        self._yes, self._no = (
            Coded(translated(word, language), answer)
            for word, answer in ((N_("yes"), True), (N_("no"), False))
        )
        self._write = [self._writer(column) for column in columns]

    def of(self, row: Any) -> list[Cell]:
        """The cells of a row, as its columns stand."""
        name = self._name(row)
        return [write(row, name) for write in self._write]

    def _name(self, row: Any) -> ShownName:
        """The name as others may see it; in a list for others only of those who agreed to stand in one."""
        if self._for_others and not row.consent_lists and row.family_name is not None:
            return ShownName("", translated(REPRESENTATIVE, self._language))
        return shown_name(row, Viewer.OTHERS, self._language)

    def _writer(self, column: FileColumn) -> Callable[[Any, ShownName], Cell]:
        code = column.chosen
        if code == SIGN_UPS:
            return lambda row, _: self._sign_up(row, column.about)
        if code == DAYS:
            return lambda row, _: self._on_day(row, column.about)
        if code in _OF_PERSON:
            return lambda row, name: self._of_person(row, name, code)
        own: dict[str, Callable[[Any, ShownName], Cell]] = {
            "family_name": lambda _, name: name.family,
            "given_name": lambda _, name: name.given,
            "body_code": lambda row, _: self._directory.code(row.body_id),
            "body": lambda row, _: self._directory.name(row.body_id, row.body_text),
            "group": lambda row, _: self._worded(row.category.group),
            "first_check_in": lambda row, _: self._first(row),
            "came": lambda row, _: self._answer(bool(row.days is not None)) if self._recorded.anything else None,
            "days_attended": lambda row, _: self._days(row),
            "minutes_online": lambda row, _: row.minutes,
        }  # fmt: skip
        return own.get(code) or (lambda row, _: self._plain(getattr(row, code)))

    def _of_person(self, row: Any, name: ShownName, code: str) -> Cell:
        """What makes somebody known, of those alone who stand in the file by their name."""
        if row.discreet or (self._for_others and not row.consent_lists):
            return None
        told: str | None = name.own_script if code == "own_script_name" else getattr(row, code)
        return told

    def _plain(self, value: Any) -> Cell:
        if isinstance(value, enum.StrEnum):
            return self._worded(value)
        if isinstance(value, datetime):
            return self._local(value)
        if isinstance(value, bool):
            return self._answer(value)
        plain: Cell = value
        return plain

    def _answer(self, answer: bool) -> Coded:
        return self._yes if answer else self._no

    def _worded(self, member: enum.StrEnum) -> Coded:
        key = (type(member), member)
        if key not in self._said:
            self._said[key] = Coded(label(member, self._language), member.value)
        return self._said[key]

    def _local(self, moment: datetime | None) -> datetime | None:
        """By the clocks of the event's place, as a spreadsheet has it: without a zone."""
        return moment.astimezone(self._zone).replace(tzinfo=None) if moment is not None else None

    def _first(self, row: Any) -> Cell:
        """An imported list says that somebody came, not at what moment."""
        return None if row.origin is Origin.IMPORT else self._local(row.came_at)

    def _days(self, row: Any) -> Cell:
        """How many days; not known of whoever came on a day that nobody wrote down."""
        came = set(row.days.split(",")) if row.days is not None else set()
        return len(came) if self._recorded.days and "" not in came else None

    def _on_day(self, row: Any, day: str) -> Cell:
        came = row.days.split(",") if row.days is not None else []
        if day in came:
            return self._yes
        return None if "" in came or day not in self._recorded.days else self._no

    def _sign_up(self, row: Any, session: str) -> Cell:
        for sign_up in (row.sign_ups or "").split(","):
            wanted, _, place = sign_up.partition("=")
            if wanted == session:
                return self._worded(Place(place))
        return None
