"""The tour de table: the delegations that are present, numbered in the order in which they speak, for whoever chairs.

Present is whom the log of check-ins has: seen on the day, or in the session and not gone out again, whatever the status.
Interpreters, press and security do not speak at it.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import groupby
from typing import Any

from app.lib.clock import now
from app.lib.wording import N_
from app.models import Category, Event, EventSession, Mode, Registration, Role
from app.services.attendance.who_is_there import in_session, seen_on
from app.services.papers import people
from app.services.papers.names_on_paper import is_unnamed
from app.services.papers.paper_kinds import Gathered, Options, Selection
from app.services.papers.paper_words import Said, Speech
from app.services.papers.person_facts import affiliation_or_category, name_of
from app.services.papers.precedence import Delegation, Section, delegations, in_turn

TITLE = N_("Tour de table")
_SILENT = (Category.INTERPRETER, Category.PRESS, Category.SECURITY)
_NOW = N_("Present on %(day)s at %(clock)s")
_THEN = N_("Present on %(day)s")
_COLUMNS = (N_("No."), N_("Delegation"), N_("Those present"), N_("Has spoken"))


def gather(event: Event, selection: Selection, options: Options) -> Gathered:
    """What stands on it: of the chosen session, else of the chosen day, else of today or the day of the event next to it.

    A session of another event has nobody in it.
    """
    session = next((one for one in event.sessions if one.id == options.session), None)
    day = event.local(session.starts_at).date() if session else options.day or _nearest_day(event)
    if day is None or (options.session is not None and session is None):
        return Gathered({}, 0)
    there = in_session(session) if session else seen_on(day)
    found = people.chosen(
        event, replace(selection, at_most=None), there, Registration.category.not_in(_SILENT)
    )
    listed = [*in_turn(delegations(found, options.order, is_unnamed, selection.at_most))]
    facts = _Writer(event, Speech(options.language)).facts(listed, day, session)
    return Gathered(facts, sum(len(delegation.people) for delegation in listed))


def _nearest_day(event: Event) -> date | None:
    today = event.local(now()).date()
    return min(event.days, key=lambda day: abs(day - today), default=None)


class _Writer:
    """Turns delegations into the facts of the template."""

    def __init__(self, event: Event, say: Speech) -> None:
        self._event = event
        self._say = say

    def facts(self, listed: list[Delegation], day: date, session: EventSession | None) -> dict[str, Any]:
        say = self._say
        return {
            **say.top(self._event, TITLE),
            "session": say.text(session.title) if session else Said(""),
            "state": self._state(day),
            "columns": [say(column) for column in _COLUMNS],
            "sections": self._sections(listed),
            "foot": say(N_("Official use. Whoever has been checked in, in the order of precedence.")),
        }

    def _state(self, day: date) -> Said:
        local = self._event.local(now())
        if local.date() == day:
            return self._say.on_day(_NOW, day, local.time())
        return self._say.on_day(_THEN, day)

    def _sections(self, listed: list[Delegation]) -> list[dict[str, Any]]:
        def section(one: tuple[int, Delegation]) -> Section:
            return one[1].section

        return [
            {"heading": self._say(of.value), "rows": [self._row(*one) for one in group]}
            for of, group in groupby(enumerate(listed, 1), key=section)
        ]

    def _row(self, number: int, delegation: Delegation) -> dict[str, Any]:
        name = affiliation_or_category(delegation, self._say)
        return {"number": number, "name": name, "people": [self._person(one) for one in delegation.people]}

    def _person(self, person: Registration) -> dict[str, Any]:
        notes = [self._say.label(person.role).joined] if person.role is Role.HEAD else []
        if self._event.mode is Mode.HYBRID and person.mode is Mode.ONLINE:
            notes.append(self._say.label(person.mode).joined.replace(" ", "\N{NO-BREAK SPACE}"))
        return {**name_of(person, self._say), "notes": notes}
