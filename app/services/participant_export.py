"""The list of participants as rows of a file: exactly those of the list, in its order, with names as others may see them.

Read in portions, so that 50,000 rows need no more memory than 500. What people need is never in it.
"""

from __future__ import annotations

import enum
from collections.abc import Iterator
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select

from app.documents.spreadsheets import Cell, Column, Kind
from app.extensions import db
from app.lib.wording import N_, pgettext, translated
from app.models import Event, Registration
from app.models.labels import label
from app.services import audit, participant_list, participant_order
from app.services.actors import Actor
from app.services.body_directory import BodyDirectory
from app.services.participant_filters import Filters, conditions
from app.services.participant_list import first_check_in
from app.services.participant_order import Order, Sorting
from app.services.shown_names import Viewer, shown_name

_ROWS_AT_ONCE = 500
_HEADINGS: list[tuple[str, int, Kind]] = [
    (N_("Reference"), 14, Kind.TEXT),
    (N_("Family name"), 24, Kind.TEXT),
    (N_("Given name"), 20, Kind.TEXT),
    (N_("Name in the person’s own script"), 24, Kind.TEXT),
    (N_("Title or rank"), 12, Kind.TEXT),
    (N_("Function"), 28, Kind.TEXT),
    (N_("Service"), 28, Kind.TEXT),
    (N_("Body, code"), 14, Kind.TEXT),
    (N_("Body"), 30, Kind.TEXT),
    (N_("Category"), 22, Kind.TEXT),
    (N_("Part in the delegation"), 20, Kind.TEXT),
    (N_("Group"), 16, Kind.TEXT),
    (N_("Takes part"), 12, Kind.TEXT),
    (N_("Registration"), 16, Kind.TEXT),
    (pgettext("registration", "Place"), 14, Kind.TEXT),
    (N_("Language"), 10, Kind.TEXT),
    (N_("E-mail address"), 30, Kind.TEXT),
    (N_("Registered (%(zone)s)"), 18, Kind.MOMENT),
    (N_("Confirmed (%(zone)s)"), 18, Kind.MOMENT),
    (N_("First check-in (%(zone)s)"), 18, Kind.MOMENT),
]


def columns(event: Event, language: str) -> list[Column]:
    """The headings; moments are by the clocks of the event's place."""
    zone = event.time_zone.replace("_", " ")
    return [
        Column(
            translated(heading, language, **({"zone": zone} if "%(zone)s" in heading else {})), width, kind
        )
        for heading, width, kind in _HEADINGS
    ]


def note(event: Event, filters: Filters, form: str, actor: Actor) -> int:
    """Write down who takes which part of the list away, in what form; the number of its rows is returned."""
    number = participant_list.number_of(event, filters)
    fields = [*filters.codes(), f"format={form}", f"number={number}"]
    audit.record(actor, "participants.exported", event, event_id=event.id, fields=fields)
    return number


def rows(event: Event, filters: Filters, sorting: Sorting, language: str) -> Iterator[list[Cell]]:
    """The rows, as `columns` heads them."""
    directory = BodyDirectory(language)
    bodies: list[int | None] = []
    if sorting.by is Order.BODY:
        bodies = participant_order.in_order(directory.order, sorting)
    found = db.session.execute(
        select(*_COLUMNS, first_check_in().label("came_at"))
        .where(*conditions(event.id, filters))
        .order_by(*participant_order.columns(sorting, bodies)),
        execution_options={"yield_per": _ROWS_AT_ONCE},
    )
    write = _Writer(event.zone, directory, language)
    for row in found:
        yield write.cells(row)


_COLUMNS = (
    Registration.reference, Registration.family_name, Registration.given_name, Registration.own_script_name,
    Registration.discreet, Registration.title, Registration.function, Registration.service, Registration.body_id,
    Registration.body_text, Registration.category, Registration.role, Registration.mode, Registration.status,
    Registration.place, Registration.language, Registration.email, Registration.registered_at, Registration.confirmed_at,
)  # fmt: skip


class _Writer:
    """Turns rows of the database into rows of the file."""

    def __init__(self, zone: ZoneInfo, directory: BodyDirectory, language: str) -> None:
        self._zone = zone
        self._directory = directory
        self._language = language
        self._words: dict[tuple[type[enum.StrEnum], str], str] = {}  # members of two kinds can be equal

    def cells(self, row: Any) -> list[Cell]:
        """The cells under the headings of `columns`. Of discreet people nothing is told by which they are recognised."""
        name = shown_name(row, Viewer.OTHERS, self._language)
        told = (None,) * 4 if row.discreet else (row.title, row.function, row.service, row.email)
        return [
            row.reference,
            name.family,
            name.given,
            name.own_script,
            *told[:3],
            self._directory.code(row.body_id),
            self._directory.name(row.body_id, row.body_text),
            self._worded(row.category),
            self._worded(row.role) if row.role else None,
            self._worded(row.category.group),
            *map(self._worded, (row.mode, row.status, row.place, row.language)),
            told[3],
            *map(self._local, (row.registered_at, row.confirmed_at, row.came_at)),
        ]

    def _worded(self, member: enum.StrEnum) -> str:
        key = (type(member), member)
        if key not in self._words:
            self._words[key] = label(member, self._language)
        return self._words[key]

    def _local(self, moment: datetime | None) -> datetime | None:
        """By the clocks of the event's place, as a spreadsheet has it: without a zone."""
        return moment.astimezone(self._zone).replace(tzinfo=None) if moment is not None else None
