"""What has become of a message to many: counted for its page, and told for each recipient."""

from __future__ import annotations

import enum
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, exists, func, select
from sqlalchemy.orm import aliased

from app.documents.spreadsheets import Cell, Column, Kind
from app.extensions import db
from app.lib.paging import PageOf, existing, start_of
from app.lib.wording import N_, translated
from app.models import Campaign, Letter, LetterState, Registration
from app.models.labels import label
from app.services import campaigns, export_purposes, participant_order, settings
from app.services.actors import Actor
from app.services.body_directory import BodyDirectory
from app.services.campaign_recipients import COLUMNS
from app.services.export_purposes import Purpose
from app.services.mail_answers import without_addresses
from app.services.participant_order import Order, Sorting
from app.services.shown_names import ShownName, Viewer, shown_name

_ROWS_AT_ONCE = 500
_LATER = aliased(Letter)
_HEADINGS: list[tuple[str, int, Kind]] = [
    (N_("Reference"), 14, Kind.TEXT),
    (N_("Family name"), 24, Kind.TEXT),
    (N_("Given name"), 20, Kind.TEXT),
    (N_("Body"), 30, Kind.TEXT),
    (N_("E-mail address"), 30, Kind.TEXT),
    (N_("Language"), 10, Kind.TEXT),
    (N_("State"), 16, Kind.TEXT),
    (N_("Sent (%(zone)s)"), 18, Kind.MOMENT),
    (N_("What the mail server said"), 50, Kind.TEXT),
]


class Result(enum.StrEnum):
    """What became of a letter, as far as the bar of a message tells it."""

    SENT = "sent"
    WAITING = "waiting"
    FAILED = "failed"
    CANCELLED = "cancelled"

    @property
    def states(self) -> tuple[LetterState, ...]:
        """The states of a letter that it stands for."""
        return _STATES[self]


_STATES = {
    Result.SENT: (LetterState.SENT,),
    Result.WAITING: (LetterState.QUEUED, LetterState.SENDING, LetterState.WILL_RETRY),
    Result.FAILED: (LetterState.FAILED,),
    Result.CANCELLED: (LetterState.CANCELLED,),
}


class Progress(NamedTuple):
    """How many letters of a message there are, by what became of them."""

    sent: int = 0
    waiting: int = 0
    failed: int = 0
    cancelled: int = 0

    @property
    def total(self) -> int:
        return sum(self)

    @property
    def settled(self) -> int:
        """How many wait no more."""
        return self.total - self.waiting


@dataclass(frozen=True)
class Outcome:
    """What became of the letter to one recipient. Of the discreet neither name nor address is told."""

    registration_id: int
    reference: str
    name: ShownName
    discreet: bool
    address: str
    body: str
    language: str
    state: LetterState
    at: datetime | None  # when it was sent; while it waits to be tried again, when that will be
    said: str


@dataclass(frozen=True)
class Page(PageOf):
    """A page of outcomes."""

    lines: list[Outcome]


def of_all(campaign_ids: Iterable[int]) -> dict[int, Progress]:
    """The progress of some messages, in one statement; nothing has begun of those that are not in it."""
    rows = db.session.execute(
        select(Letter.campaign_id, Letter.state, func.count())
        .where(Letter.campaign_id.in_(list(campaign_ids)), _is_the_last())
        .group_by(Letter.campaign_id, Letter.state)
    )
    numbers: dict[int, dict[str, int]] = defaultdict(lambda: dict.fromkeys(Progress._fields, 0))
    for campaign_id, state, number in rows:
        result = next(result for result in Result if state in result.states)
        numbers[campaign_id or 0][result.value] += number
    return {campaign_id: Progress(**found) for campaign_id, found in numbers.items()}


def of(campaign: Campaign) -> Progress:
    """The progress of a message."""
    return of_all([campaign.id]).get(campaign.id, Progress())


def page(campaign: Campaign, result: Result | None, progress: Progress, number: int, language: str) -> Page:
    """A page of the outcomes, all or those with one result, by the recipients' names."""
    size = settings.number("list_page_size")
    total = getattr(progress, result.value) if result else progress.total
    number = existing(number, total, size)
    rows = _rows(campaign, result, size, start_of(number, size))
    directory = BodyDirectory(language)
    lines = [_outcome(row, directory, language) for row in rows]
    return Page(lines, number=number, size=size, total=total)


def columns(campaign: Campaign, language: str) -> list[Column]:
    """The headings of the outcome as a file; moments are by the clocks of the event's place."""
    zone = campaign.event.time_zone.replace("_", " ")
    return [
        Column(
            translated(heading, language, **({"zone": zone} if "%(zone)s" in heading else {})), width, kind
        )
        for heading, width, kind in _HEADINGS
    ]


def note_export(campaign: Campaign, form: str, purpose: Purpose, actor: Actor) -> None:
    """Write down who takes the outcome away, as what, and what for."""
    campaigns.note(campaign, "exported", actor, f"format={form}", export_purposes.field(purpose))


def cells(campaign: Campaign, language: str) -> Iterator[list[Cell]]:
    """The rows, as `columns` heads them."""
    directory, zone = BodyDirectory(language), campaign.event.zone
    for row in _rows(campaign, None):
        line = _outcome(row, directory, language)
        sent_at = row.sent_at.astimezone(zone).replace(tzinfo=None) if row.sent_at else None
        yield [
            line.reference,
            line.name.family,
            line.name.given,
            line.body,
            line.address,
            line.language,
            label(line.state, language),
            sent_at,
            line.said,
        ]


def _rows(
    campaign: Campaign, result: Result | None, size: int | None = None, start: int = 0
) -> Iterable[Any]:
    states = result.states if result else tuple(LetterState)
    return db.session.execute(
        select(
            *COLUMNS,
            Letter.recipient,
            Letter.language,
            Letter.state,
            Letter.sent_at,
            Letter.not_before,
            Letter.server_said,
        )
        .join(Registration, Registration.id == Letter.registration_id)
        .where(Letter.campaign_id == campaign.id, Letter.state.in_(states), _is_the_last())
        .order_by(*participant_order.columns(Sorting(Order.NAME)))
        .limit(size)
        .offset(start),
        execution_options={"yield_per": _ROWS_AT_ONCE} if size is None else {},
    )


def _is_the_last() -> ColumnElement[bool]:
    """Of the letters to one recipient the last counts: one that failed can have been sent again."""
    return ~exists().where(
        _LATER.campaign_id == Letter.campaign_id,
        _LATER.registration_id == Letter.registration_id,
        _LATER.id > Letter.id,
    )


def _outcome(row: Any, directory: BodyDirectory, language: str) -> Outcome:
    again = row.not_before if row.state is LetterState.WILL_RETRY else None
    return Outcome(
        registration_id=row.id,
        reference=row.reference,
        name=shown_name(row, Viewer.OTHERS, language),
        discreet=row.discreet,
        address="" if row.discreet else row.recipient or "",
        body=directory.name(row.body_id, row.body_text),
        language=label(row.language, language),
        state=row.state,
        at=row.sent_at or again,
        said=_said(row, language),
    )


def _said(row: Any, language: str) -> str:
    """The server's words; not where they could repeat a discreet person's address."""
    words = translated(row.server_said, language) if row.server_said else ""
    return without_addresses(words, row.recipient) if row.discreet else words
