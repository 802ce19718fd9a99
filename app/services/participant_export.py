"""The list of participants as rows of a file: exactly those of the list, in its order, with names as others may see them.

Read in portions, so that 50,000 rows need no more memory than 500. What people need is never in it.
"""

from __future__ import annotations

import enum
from collections.abc import Callable, Iterator
from datetime import datetime
from functools import cache
from typing import Any

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
    for row in found:
        yield _cells(row, event, directory, language, _worded(language))


_COLUMNS = (
    Registration.reference, Registration.family_name, Registration.given_name, Registration.own_script_name,
    Registration.discreet, Registration.title, Registration.function, Registration.service, Registration.body_id,
    Registration.body_text, Registration.category, Registration.role, Registration.mode, Registration.status,
    Registration.place, Registration.language, Registration.email, Registration.registered_at, Registration.confirmed_at,
)  # fmt: skip


def _cells(
    row: Any, event: Event, directory: BodyDirectory, language: str, worded: Callable[[enum.StrEnum], str]
) -> list[Cell]:
    name = shown_name(row, Viewer.OTHERS, language)
    own = (None,) * 4 if row.discreet else (row.title, row.function, row.service, row.email)
    return [
        row.reference,
        name.family,
        name.given,
        name.own_script,
        *own[:3],
        directory.code(row.body_id),
        directory.name(row.body_id, row.body_text),
        worded(row.category),
        worded(row.role) if row.role else None,
        worded(row.category.group),
        worded(row.mode),
        worded(row.status),
        worded(row.place),
        worded(row.language),
        own[3],
        _local(event, row.registered_at),
        _local(event, row.confirmed_at),
        _local(event, row.came_at),
    ]


@cache
def _worded(language: str) -> Callable[[enum.StrEnum], str]:
    """The words of codes, each looked up once; members of two kinds can be equal, so the kind belongs to the key."""
    known: dict[tuple[type[enum.StrEnum], str], str] = {}

    def worded(member: enum.StrEnum) -> str:
        key = (type(member), member)
        if key not in known:
            known[key] = label(member, language)
        return known[key]

    return worded


def _local(event: Event, moment: datetime | None) -> datetime | None:
    """A moment by the clocks of the event's place, as a spreadsheet has it: without a zone."""
    return event.local(moment).replace(tzinfo=None) if moment is not None else None
