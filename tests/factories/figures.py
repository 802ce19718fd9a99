"""What statistics rest on: the forty-six states, events of the past, and figures that were reported without names."""

from __future__ import annotations

import csv
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from app.extensions import db
from app.lib.clock import now
from app.models import Body, BodyKind, Event, EventStatus, Mode, ReportedFigure
from tests.factories.bodies import a_body
from tests.factories.events import an_event

REFERENCE = Path(__file__).parents[2] / "app" / "reference"


def the_member_states() -> dict[str, Body]:
    """All forty-six, with their tiles, by code."""
    tiles = {row["iso2"]: row for row in _rows("tiles.csv")}
    made = {
        row["code"]: a_body(
            row["code"],
            BodyKind.MEMBER_STATE,
            name_en=row["name_en"],
            name_fr=row["name_fr"],
            sort_en=row["sort_en"],
            sort_fr=row["sort_fr"],
            tile_row=int(tiles[row["iso2"]]["row"]),
            tile_column=int(tiles[row["iso2"]]["col"]),
        )
        for row in _rows("member_states.csv")
    }
    db.session.flush()
    return made


def a_past_event(**changes: Any) -> Event:
    """A conference of two days in March 2025, archived."""
    starts_at = datetime(2025, 3, 19, 8, tzinfo=UTC)
    facts: dict[str, Any] = {
        "status": EventStatus.ARCHIVED,
        "starts_at": starts_at,
        "ends_at": datetime(2025, 3, 20, 16, tzinfo=UTC),
        "mode": Mode.HYBRID,
    }
    return an_event(**{**facts, **changes})


def the_conference_of_2024() -> Event:
    """The Network's conference of 2024: 65 participants, of whom 30 for member states; nothing else is known."""
    event = a_past_event(
        slug="conference-2024",
        title_en="Police data processing",
        title_fr="Traitement des données policières",
        starts_at=datetime(2024, 3, 19, 8, tzinfo=UTC),
        ends_at=datetime(2024, 3, 21, 16, tzinfo=UTC),
        mode=Mode.IN_PERSON,
        times_known=False,
    )
    for indicator, value in (("attended", 65), ("attended_member_states", 30)):
        a_reported_figure(event, indicator, value)
    return event


def a_reported_figure(event: Event, indicator: str, value: int, **changes: Any) -> ReportedFigure:
    """A figure from somebody's report."""
    facts: dict[str, Any] = {"source": "Council of Europe, 2024", "entered_at": now()}
    row = ReportedFigure(event_id=event.id, indicator=indicator, value=value, **{**facts, **changes})
    db.session.add(row)
    db.session.flush()
    return row


def _rows(name: str) -> list[dict[str, str]]:
    with (REFERENCE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
