"""Who gets a message to many: whom its filter finds at that moment, less those to whom one cannot or should not write.

Whoever has no address cannot be written to. Whoever has yet to confirm the address, and whoever's registration has ended, is
written to only where the filter asks for that status, or for those who have come.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, func, select

from app.extensions import db
from app.lib import marks
from app.lib.paging import PageOf, existing, start_of
from app.models import LIVING, Campaign, Event, Language, Letter, LetterKind, Registration, Status
from app.services import participant_order, settings
from app.services.body_directory import BodyDirectory
from app.services.participant_filters import Attendance, Filters, conditions
from app.services.participant_order import Order, Sorting
from app.services.shown_names import ShownName, Viewer, shown_name

KINDS = (LetterKind.MESSAGE, LetterKind.PRACTICAL_INFORMATION, LetterKind.THANKS)


@dataclass(frozen=True)
class Reach:
    """Of those whom the filter finds: how many get the message in which language, and how many do not, and why."""

    languages: dict[Language, int]
    no_address: int
    unverified: int
    ended: int

    @property
    def total(self) -> int:
        """How many get it."""
        return sum(self.languages.values())


@dataclass(frozen=True)
class Recipient:
    """One who gets the message, as others may see this person: of the discreet neither name nor address."""

    id: int
    reference: str
    name: ShownName
    address: str
    body: str
    language: Language


@dataclass(frozen=True)
class Page(PageOf):
    """A page of a list."""

    lines: list[Recipient]


def concerned(kind: LetterKind, filters: Filters) -> Filters:
    """The filters narrowed to those whom a kind concerns: practical information the confirmed, thanks those who came."""
    if kind is LetterKind.PRACTICAL_INFORMATION:
        return replace(filters, status=(Status.CONFIRMED,))
    if kind is LetterKind.THANKS:
        return replace(filters, attendance=(Attendance.IN,))
    return filters


def statuses(filters: Filters) -> tuple[Status, ...]:
    """In which states of their registration people are written to."""
    if filters.status:
        return filters.status
    if filters.attendance == (Attendance.IN,):
        return tuple(Status)
    return tuple(status for status in LIVING if status is not Status.UNVERIFIED)


def found(campaign: Campaign) -> list[ColumnElement[bool]]:
    """What a registration must meet to get the message."""
    filters = Filters.restored(campaign.filters)
    return [
        *conditions(campaign.event_id, filters),
        Registration.status.in_(statuses(filters)),
        Registration.email.is_not(None),
    ]


def reach(event: Event, filters: Filters) -> Reach:
    """How many would get a message with these filters now, and how many would not; one statement."""
    no_address = Registration.email.is_(None).label("no_address")
    key = (Registration.language, no_address, Registration.status)
    rows = db.session.execute(select(*key, func.count()).where(*conditions(event.id, filters)).group_by(*key))
    languages, missed = Counter(dict.fromkeys(Language, 0)), Counter[str]()
    asked = statuses(filters)
    for language, without, status, number in rows:
        if without:
            missed["no_address"] += number
        elif status in asked:
            languages[language] += number
        else:
            missed["unverified" if status is Status.UNVERIFIED else "ended"] += number
    return Reach(dict(languages), missed["no_address"], missed["unverified"], missed["ended"])


def mark(campaign: Campaign) -> str:
    """A mark of those who would get it now: whoever sends it names those who were looked at."""
    ids = db.session.scalars(select(Registration.id).where(*found(campaign)).order_by(Registration.id))
    return marks.of(list(ids))


def page(campaign: Campaign, number: int, language: str) -> Page:
    """A page of those who would get the message now, by their names; a number beyond the last gives the last."""
    meets, size = found(campaign), settings.number("list_page_size")
    total = db.session.scalar(select(func.count()).select_from(Registration).where(*meets)) or 0
    number = existing(number, total, size)
    rows: Sequence[Any] = db.session.execute(
        select(*COLUMNS, Registration.email, Registration.language)
        .where(*meets)
        .order_by(*participant_order.columns(Sorting(Order.NAME)))
        .limit(size)
        .offset(start_of(number, size))
    ).all()
    directory = BodyDirectory(language)
    lines = [
        Recipient(
            row.id,
            row.reference,
            shown_name(row, Viewer.OTHERS, language),
            "" if row.discreet else row.email,
            directory.name(row.body_id, row.body_text),
            row.language,
        )
        for row in rows
    ]
    return Page(lines, number=number, size=size, total=total)


COLUMNS = (
    Registration.id, Registration.reference, Registration.given_name, Registration.family_name,
    Registration.own_script_name, Registration.discreet, Registration.body_id, Registration.body_text,
)  # fmt: skip


def still_concerns(letter: Letter) -> bool:
    """Whether a letter that was queued for many is still meant for its recipient at the moment in which it goes out.

    It is not once the person was erased, or the registration has ended although the filter asked for living ones, and
    practical information is for nobody who is not confirmed any more. Any other change keeps the letter: who was submitted
    when the message was started and is confirmed now still gets it.
    """
    if letter.campaign is None or letter.registration is None:
        return True
    status = letter.registration.status
    if letter.registration.email is None:
        return False
    if letter.kind is LetterKind.PRACTICAL_INFORMATION:
        return status is Status.CONFIRMED
    return status in LIVING or status in statuses(Filters.restored(letter.campaign.filters))
