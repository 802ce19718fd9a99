"""What the Network did before this application: its earlier events, archived, with the unknown kept unknown.

Each row of the file is entered once; afterwards the event belongs to the organisers, and nothing here changes it again.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy import select

from app.extensions import db
from app.lib.clock import now
from app.lib.csv_tables import Row, read
from app.models import Body, Event, EventKind, Mode, ReportedFigure
from app.services import events, publishing
from app.services.actors import SYSTEM
from app.services.errors import NotFound
from app.services.event_details import EventDetails
from app.services.reference_data import FOLDER

NETWORK = "POLICE-NETWORK"
EVENTS, TEXTS = "network_events.csv", "network_event_texts.csv"
SOURCE = "network_events_source.txt"  # where the figures come from, in both languages
ZONE = ZoneInfo("Europe/Paris")
_COLUMNS = ("code", "year", "kind", "title_en", "title_fr", "start", "end", "city", "country_iso2", "mode",
            "participants_total", "participants_member_states", "note")  # fmt: skip
_SLUGS = {
    EventKind.CONFERENCE: "conference",
    EventKind.CORRESPONDENTS_MEETING: "correspondents-meeting",
}
# Both count people. How many states were represented is not known of any of these events.
_FIGURES = {"attended": "participants_total", "attended_member_states": "participants_member_states"}


@dataclass(frozen=True)
class _Known:
    """What is known of one event: the answers of its form, and the figures that were reported."""

    details: EventDetails
    figures: dict[str, int]
    note: str | None


def load(folder: Path = FOLDER) -> int:
    """Enter the earlier events that are not there yet; how many there were.

    Raises:
        TableRefused: a file or a row is wrong; nothing was entered.
        NotFound: the Network itself is not among the bodies: load the reference data first.
    """
    host = db.session.scalar(select(Body.id).where(Body.code == NETWORK))
    if host is None:
        raise NotFound
    texts = _texts(folder / TEXTS)
    history = _read(folder / EVENTS, host, texts)
    present = set(db.session.scalars(select(Event.slug)))
    missing = [known for known in history if known.details.slug not in present]
    for known in missing:
        _enter(known)
    return len(missing)


def _enter(known: _Known) -> None:
    event = events.create(known.details, SYSTEM)
    publishing.archive(event.id, SYSTEM)
    event.figures_public = bool(known.figures)  # they come from public pages
    for indicator, value in known.figures.items():
        db.session.add(
            ReportedFigure(
                event=event,
                indicator=indicator,
                value=value,
                source=(FOLDER / SOURCE).read_text(encoding="utf-8").strip(),
                note=known.note,
                entered_at=now(),
            )
        )
    db.session.flush()


def _read(file: Path, host: int, texts: dict[str, Row]) -> list[_Known]:
    history: dict[str | None, _Known] = {}
    for row in read(file, _COLUMNS):
        known = _known(row, host, texts)
        if known.details.slug in history:
            raise row.refusal(f"{known.details.slug} stands there twice")
        history[known.details.slug] = known
    return list(history.values())


def _known(row: Row, host: int, texts: dict[str, Row]) -> _Known:
    kind, year = row.choice("kind", EventKind), row.whole("year")
    first, last = row.day("start"), row.day("end")
    if year is None:
        raise row.refusal("year is missing")
    if (first is None) != (last is None) or (first and last and last < first):
        raise row.refusal("start and end do not fit together")
    if first and first.year != year:
        raise row.refusal(f"it starts in {first.year}, not in {year}")
    text = texts.get(row.text("code"))
    details = EventDetails(
        kind=kind,
        host_body_id=host,
        mode=row.choice("mode", Mode),
        slug=f"{_SLUGS[kind]}-{year}",
        title_en=row.text("title_en"),
        title_fr=row.text("title_fr"),
        summary_en=text.text("summary_en", most=1000) if text else "",
        summary_fr=text.text("summary_fr", most=1000) if text else "",
        year=year,
        starts_at=_local(first, time.min),
        ends_at=_local(last, time(23, 59)),
        times_known=False,
        time_zone=ZONE.key,
        city=row.optional("city", most=120),
        country_iso2=row.code("country_iso2", "[A-Z]{2}") if row.optional("country_iso2") else None,
    )
    return _Known(details, _figures(row), row.optional("note", most=500))


def _figures(row: Row) -> dict[str, int]:
    reported = {code: row.whole(column) for code, column in _FIGURES.items()}
    people = {code: value for code, value in reported.items() if value is not None}
    if people.get("attended_member_states", 0) > people.get("attended", 0):
        raise row.refusal("more people represented member states than took part")
    return people


def _texts(file: Path) -> dict[str, Row]:
    """What the calendar says of an event below its title, in both languages; a folder may do without."""
    if not file.exists():
        return {}
    return {row.text("code"): row for row in read(file, ("code", "summary_en", "summary_fr"))}


def _local(day: date | None, clock: time) -> datetime | None:
    """A moment by the clocks of the event's place."""
    return datetime.combine(day, clock, ZONE).astimezone(UTC) if day else None
