"""What, when and where, in words: each letter about an event says them, with the time zone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo

from app.lib import dates, hours
from app.lib.wording import N_, translated
from app.lib.zone_cities import zone_city
from app.models import Event, Mode


@dataclass(frozen=True)
class Particulars:
    """An event as a letter describes it to somebody who takes part in one of its modes."""

    title: str
    other_title: str  # empty where it would repeat the title
    dates: str
    hours: str  # with the time zone
    hours_utc: str  # for those who take part online; empty otherwise
    place: str
    venue: str
    address: str  # of the event's page, below the site's

    @property
    def short(self) -> str:
        """Place and dates on one line, for a subject."""
        return f"{self.place}, {self.dates}"

    def values(self) -> dict[str, str]:
        """The values of the placeholders of each letter about an event."""
        return {
            "event": self.title,
            "place_and_dates": self.short,
            "dates": self.dates,
            "hours": self.hours,
            "place": self.place,
            "venue": self.venue,
        }


def particulars(event: Event, mode: Mode, language: str) -> Particulars:
    """The words for an event, in a language."""
    online = mode is Mode.ONLINE
    return Particulars(
        title=event.title.in_language(language),
        other_title=event.title.other_language(language),
        dates=_dates(event, language),
        hours=_hours(event, language),
        hours_utc=_period(event, UTC, language) + " UTC" if online and _times_known(event) else "",
        place=_place(event, online, language),
        venue="" if online else event.venue.in_language(language),
        address=f"/events/{event.slug}",
    )


def moment_in_words(moment: datetime, event: Event, language: str) -> str:
    """A moment by the clocks of the event's place, as in “Friday 21 May 2027, 18:00, Strasbourg time (UTC+2)”."""
    local = event.local(moment)
    return f"{hours.day_and_clock(local, language, year=True)}, {_zone(event, language, moment)}"


def _zone(event: Event, language: str, *moments: datetime | None) -> str:
    """The event's time zone, as in “Strasbourg time (UTC+2)”; both offsets if the clocks change in between."""
    known = [event.local(moment).utcoffset() or timedelta() for moment in moments if moment]
    offsets = " / ".join(dict.fromkeys(map(offset_in_words, known))) or event.time_zone
    place = event.city or zone_city(event.time_zone, language)
    return translated(N_("%(place)s time (%(offset)s)"), language, place=place, offset=offsets)


def _times_known(event: Event) -> bool:
    return event.times_known and event.starts_at is not None and event.ends_at is not None


def _dates(event: Event, language: str) -> str:
    if not event.days:
        return translated(N_("dates to be announced"), language)
    return dates.day_range(event.days[0], event.days[-1], language)


def _hours(event: Event, language: str) -> str:
    zone = _zone(event, language, event.starts_at, event.ends_at)
    if _times_known(event):
        return f"{_period(event, event.zone, language)}, {zone}"
    return translated(N_("hours to be announced, %(zone)s"), language, zone=zone)


def _period(event: Event, zone: tzinfo, language: str) -> str:
    first, last = (moment.astimezone(zone) for moment in (event.starts_at, event.ends_at) if moment)
    weekday = dates.weekday(first, language)
    if first.date() == last.date():
        return f"{weekday}, {hours.hours(first, last, language)}"
    words = {"first": weekday, "begin": hours.clock(first, language)}
    words |= {"last": dates.weekday(last, language), "end": hours.clock(last, language)}
    return translated(N_("from %(first)s %(begin)s to %(last)s %(end)s"), language, **words)


def _place(event: Event, online: bool, language: str) -> str:
    if online:
        return translated(N_("online"), language)
    return event.city or translated(N_("place to be announced"), language)


def offset_in_words(offset: timedelta) -> str:
    """How far clocks are from UTC, as in “UTC+2”."""
    minutes = round(offset.total_seconds() / 60)
    if not minutes:
        return "UTC"
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{'+' if minutes > 0 else '−'}{hours}{f':{rest:02}' if rest else ''}"
