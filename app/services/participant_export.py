"""The list of participants as a file: exactly those of the list, in its order, with names as others may see them.

Read in portions, so that 50,000 rows need no more memory than 500. What people need is in it only where somebody asked for it by
a tick of its own, and is written down for each person as read.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import select

from app.documents.spreadsheets import Cell, Column
from app.extensions import db
from app.lib.clock import now
from app.lib.wording import N_
from app.models import Event, Needs, Registration
from app.services import audit, export_purposes, participant_list, participant_order
from app.services.actors import Actor
from app.services.body_directory import BodyDirectory
from app.services.errors import Invalid
from app.services.export_purposes import Purpose
from app.services.lists import list_cells, list_columns
from app.services.lists.list_columns import FileColumn
from app.services.participant_filters import Filters, conditions
from app.services.participant_order import Order, Sorting
from app.services.participant_page import NEEDS_OPENED

_ROWS_AT_ONCE = 500


class NoColumns(Invalid):
    """A file without columns holds nothing."""

    code = "no_columns"
    field = "columns"
    sentence = N_("Choose at least one column.")


class NeedsForCareAlone(Invalid):
    """What people told so that they can eat and take part serves nothing else."""

    code = "needs_for_care_alone"
    field = "needs"
    sentence = N_("What people need goes into a file for meals and assistance only.")


@dataclass(frozen=True)
class Chosen:
    """What somebody chose for a file: its columns in their order, whether it holds needs, whether it is given to others."""

    columns: tuple[str, ...] = list_columns.USUAL
    needs: bool = False
    for_others: bool = False

    @property
    def codes(self) -> tuple[str, ...]:
        """The columns with those of the needs, which come last."""
        return (*self.columns, *(list_columns.NEEDS if self.needs else ()))

    def stored(self) -> dict[str, Any]:
        """As plain values, to be kept with work that is done later."""
        return asdict(self) | {"columns": list(self.columns)}

    @classmethod
    def restored(cls, stored: Mapping[str, Any]) -> Chosen:
        """What was kept."""
        return cls(list_columns.known(stored["columns"]), bool(stored["needs"]), bool(stored["for_others"]))


def check(chosen: Chosen, purpose: Purpose) -> None:
    """Refuse a file without columns, and one with what people need for a purpose that does not need it.

    Raises:
        NoColumns, NeedsForCareAlone: as their names say.
    """
    if not chosen.codes:
        raise NoColumns
    if chosen.needs and purpose is not Purpose.CARE:
        raise NeedsForCareAlone


def note(event: Event, filters: Filters, form: str, chosen: Chosen, purpose: Purpose, actor: Actor) -> int:
    """Write down who takes which part of the list away, in what form, with which columns, and what for.

    The number of its rows is returned. Whose needs are in it is written down person by person.
    """
    number = participant_list.number_of(event, filters)
    fields = [*filters.codes(), f"format={form}", f"number={number}", export_purposes.field(purpose)]
    fields += [f"column={code}" for code in chosen.codes]
    fields += ["for_others"] if chosen.for_others else []
    audit.record(actor, "participants.exported", event, event_id=event.id, fields=fields)
    if chosen.needs:
        _note_needs(event, filters, purpose, actor)
    return number


def _note_needs(event: Event, filters: Filters, purpose: Purpose, actor: Actor) -> None:
    """The same line as for one whose needs are read on the own page; nothing is read of whoever needs nothing."""
    having = select(Registration).join(Needs, Needs.registration_id == Registration.id)
    for registration in db.session.scalars(
        having.where(*conditions(event.id, filters)).order_by(Registration.id)
    ):
        fields = ["access", "diet", export_purposes.field(purpose)]
        audit.record(actor, NEEDS_OPENED, registration, fields=fields)


def columns(event: Event, language: str, chosen: Chosen | None = None) -> list[FileColumn]:
    """The columns of a file; moments are by the clocks of the event's place."""
    return list_columns.of_file(event, (chosen or Chosen()).codes, language)


def headings(columns: Sequence[FileColumn]) -> list[Column]:
    """The columns as spreadsheets head them."""
    return [one.column for one in columns]


def keyed(columns: Sequence[FileColumn]) -> list[tuple[str, Column]]:
    """The columns with their codes, as programs read them."""
    return [(one.code, one.column) for one in columns]


def head(event: Event, language: str) -> dict[str, object]:
    """What a list says about itself where a program reads it."""
    return {
        "event": {
            "code": event.slug,
            "title": event.title.in_language(language),
            "year": event.year,
            "fictional": event.fictional,
        },
        "made_at": now().isoformat(timespec="seconds"),
        "language": language,
        "time_zone": event.time_zone,
    }


def rows(
    event: Event, filters: Filters, sorting: Sorting, language: str, chosen: Chosen | None = None
) -> Iterator[list[Cell]]:
    """The rows, as `columns` heads them."""
    chosen = chosen or Chosen()
    of_file, directory = columns(event, language, chosen), BodyDirectory(language)
    bodies: list[int | None] = []
    if sorting.by is Order.BODY:
        bodies = participant_order.in_order(directory.order, sorting)
    # For others no place among names tells a name; organisers, who know them, have the order of their list.
    unnamed = list_cells.unnamed() if chosen.for_others else None
    cells = list_cells.Cells(event, of_file, directory, language, for_others=chosen.for_others)
    found = db.session.execute(
        select(*list_cells.read(of_file))
        .where(*conditions(event.id, filters))
        .order_by(*participant_order.columns(sorting, bodies, unnamed)),
        execution_options={"yield_per": _ROWS_AT_ONCE},
    )
    for row in found:
        yield cells.of(row)
