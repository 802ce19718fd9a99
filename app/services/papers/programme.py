"""The programme on paper: day by day, parallel sessions beside each other, the hours of the event's place.

Whoever speaks is named by the rules of the public page: only where the person agreed, unless the paper is for those who take
part; somebody in discreet mode never.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from app.lib import hours
from app.lib.dates import language_names
from app.lib.wording import N_
from app.models import Event, EventSession, EventStatus, Mode, SessionKind, SessionRole
from app.models.labels import label
from app.services import programme
from app.services.papers.paper_kinds import Gathered, Options, Readers, Selection
from app.services.papers.paper_words import Said, Speech
from app.services.programme_days import Day, Slot, days_of
from app.services.shown_names import shown_role

Facts = dict[str, Any]
_PROVISIONAL = N_("Provisional")


def gather(event: Event, selection: Selection, options: Options) -> Gathered:
    """The sessions that are held, of all days or of one; `number` counts them."""
    held = [one for one in programme.sessions_of(event) if one.cancelled_at is None]
    if options.day is not None:
        held = [one for one in held if event.local(one.starts_at).date() == options.day]
    held = held[: selection.at_most]
    write = _Writer(event, Speech(options.language), options.readers)
    return Gathered(write.facts(days_of(event, held)), len(held))


class _Writer:
    """Turns sessions into the facts of the template, in one language or two."""

    def __init__(self, event: Event, say: Speech, readers: Readers) -> None:
        self._event = event
        self._say = say
        self._to_participant = readers is Readers.PARTICIPANTS
        self._also_utc = event.mode is not Mode.IN_PERSON and event.time_zone != "UTC"

    def facts(self, days: list[Day]) -> Facts:
        say, event = self._say, self._event
        return {
            **say.top(event, N_("Programme")),
            "over_right": say(_PROVISIONAL).joined if event.status is EventStatus.DRAFT else "",
            "hours": self._hours(days[0].date) if days else Said(""),
            "colon": "\u202f:" if say.main == "fr" else ":",
            "days": [self._day(day) for day in days],
        }

    def _hours(self, day: date) -> Said:
        noon = datetime(day.year, day.month, day.day, 12, tzinfo=self._event.zone)
        minutes = int((noon.utcoffset() or noon - noon).total_seconds()) // 60
        hours, rest = divmod(abs(minutes), 60)
        zone = f"UTC{'−' if minutes < 0 else '+'}{hours}{f':{rest:02}' if rest else ''}"
        place = self._event.city or self._event.time_zone.rpartition("/")[2].replace("_", " ")
        words = (
            N_("Hours in %(place)s (%(zone)s), in grey UTC.")
            if self._also_utc
            else N_("Hours in %(place)s (%(zone)s).")
        )
        return self._say(words, place=place, zone=zone)

    def _day(self, day: Day) -> Facts:
        return {"day": self._say.day(day.date), "slots": [self._slot(slot) for slot in day.slots]}

    def _slot(self, slot: Slot) -> Facts:
        first = slot.first
        times = self._event.local(first.starts_at), self._event.local(first.ends_at)
        utc = first.starts_at.astimezone(UTC), first.ends_at.astimezone(UTC)
        return {
            "times": hours.hours(*times, self._say.main),
            "utc": f"{hours.hours(*utc, self._say.main)} UTC" if self._also_utc else "",
            "pause": len(slot.sessions) == 1 and first.kind is SessionKind.BREAK,
            "sessions": [self._session(session) for session in slot.sessions],
        }

    def _session(self, session: EventSession) -> Facts:
        say = self._say
        one_way = self._event.mode is Mode.HYBRID and session.mode is not Mode.HYBRID
        where = [session.room or "", label(session.mode, say.main) if one_way else ""]
        if session.languages:
            where.append(language_names(session.languages.split(), say.main))
        parts = [self._part(role) for role in session.roles]
        return {
            "title": say.text(session.title),
            "text": say.text(session.text),
            "where": " · ".join(filter(None, where)),
            "people": [part for part in parts if part["who"].main],
        }

    def _part(self, role: SessionRole) -> Facts:
        say = self._say
        kind = say.label(role.kind)
        who = say.each(lambda language: shown_role(role, language, to_participant=self._to_participant))
        return {"kind": kind, "who": who}
