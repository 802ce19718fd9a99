"""The certificate of attendance: for whoever came, with the days that the log has, and with nothing that it has not.

It bears the true name: whoever asks for many gets none of the discreet, for them one asks one by one. By mail each goes to the
person alone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import select

from app.extensions import db
from app.lib import dates
from app.lib.wording import N_, translated
from app.models import CheckIn, Event, Mode, Registration
from app.services.papers.names_on_paper import of_oneself
from app.services.papers.paper_kinds import Gathered, Options, PaperLanguage, Selection
from app.services.papers.paper_words import Said, Speech
from app.services.papers.people import chosen, named
from app.services.papers.person_facts import affiliation_of
from app.services.papers.signing import signed
from app.services.participation import attended, standing

TITLE = N_("Certificate of attendance")
_CERTIFIED = N_("This is to certify that")
_IN_PERSON = N_("took part in person in the following event:")
_ONLINE = N_("took part online in the following event:")
_IN_BOTH_WAYS = N_("took part, in person and online, in the following event:")
Days = Mapping[date, set[Mode]]


def gather(event: Event, selection: Selection, options: Options) -> Gathered:
    """The certificates of those who came, by name."""
    came = chosen(event, replace(selection, at_most=None), attended())
    people, left_out = named(came, selection)
    days = _days(event.id, [person.id for person in people])
    pages = [page(person, days[person.id], options.language) for person in people]
    return Gathered(_facts(event, pages, options.language), len(pages), left_out)


def for_letter(registration: Registration) -> Mapping[str, Any]:
    """The facts of somebody's own certificate, in the language in which letters go to this person."""
    language = PaperLanguage(registration.language.value)
    days = _days(registration.event_id, [registration.id])
    return _facts(registration.event, [page(registration, days[registration.id], language)], language)


def page(person: Registration, days: Days, language: PaperLanguage) -> dict[str, Any]:
    """What one certificate says."""
    say = Speech(language)
    name = of_oneself(person, say.main)
    return {
        "name": name.full,
        "own_script": name.own_script,
        "function": person.function or "",
        "body": affiliation_of(person, say),
        "took_part": say(_way(days, person.mode)),
        "days": say.each(lambda spoken: _attended_on(sorted(days), spoken)) if days else Said(""),
        "reference": person.reference,
    }


def _facts(event: Event, pages: list[dict[str, Any]], language: PaperLanguage) -> dict[str, Any]:
    say = Speech(language)
    return {
        **say.top(event, TITLE),
        "host": say.text(event.host_body.name),
        "certified": say(_CERTIFIED),
        "reference": say(N_("Reference")),
        **signed(event, say),
        "pages": pages,
    }


def _attended_on(days: list[date], language: str) -> str:
    return translated(N_("Days attended: %(days)s"), language, days=dates.day_list(days, language))


def _way(days: Days, registered: Mode) -> str:
    """In which way; where an imported list tells no days, as the person was registered."""
    ways = set[Mode]().union(*days.values()) or {registered}
    if len(ways) > 1:
        return _IN_BOTH_WAYS
    return _ONLINE if ways == {Mode.ONLINE} else _IN_PERSON


def _days(event_id: int, ids: Collection[int]) -> Mapping[int, dict[date, set[Mode]]]:
    """On which days each of these was there, and in which way; one statement."""
    query = (
        select(CheckIn.registration_id, CheckIn.day, CheckIn.mode)
        .where(CheckIn.event_id == event_id, standing())
        .distinct()
    )
    if len(ids) == 1:
        query = query.where(CheckIn.registration_id.in_(ids))
    found: dict[int, dict[date, set[Mode]]] = defaultdict(lambda: defaultdict(set))
    for registration_id, day, mode in db.session.execute(query):
        by_day = found[registration_id]
        if day is not None:
            by_day[day].add(mode)
    return found
