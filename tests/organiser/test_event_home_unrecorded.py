"""The page of an event of which only a report is known: no zero for what was never counted."""

from __future__ import annotations

from app.models import EventStatus
from tests.factories.events import an_event
from tests.pages import Visitor


def test_what_was_never_counted_is_not_shown_as_zero(organiser: Visitor) -> None:
    event = an_event(status=EventStatus.ARCHIVED, times_known=False)
    page = organiser.visit(f"/organiser/events/{event.slug}")

    assert not page.soup.select(".figs")
    assert "Nobody registered for this event here." in page.text
    assert page.soup.select_one(f"main a[href$='/organiser/events/{event.slug}/statistics']")


def test_an_event_without_known_hours_has_days(organiser: Visitor) -> None:
    event = an_event(times_known=False)
    dates = [
        step.get_text(" ", strip=True)
        for step in organiser.visit(f"/organiser/events/{event.slug}").soup.select(".steps time")
    ]

    assert len(dates) >= 2
    assert not [date for date in dates[-2:] if ":" in date]
