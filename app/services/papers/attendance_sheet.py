"""The attendance sheet: for each day of an event, whoever is expected in the room, with a space to sign; blank lines at the end.

It lies on a table where everybody reads it. Discreet persons stand as “Representative” with their reference, so that they
find their line.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import and_, or_

from app.lib.wording import N_
from app.models import Event, Mode, Registration
from app.services.papers import people
from app.services.papers.names_on_paper import is_unnamed
from app.services.papers.paper_kinds import Gathered, Options, Selection
from app.services.papers.paper_words import Said, Speech
from app.services.papers.person_facts import affiliation_or_category, name_of
from app.services.papers.precedence import Delegation, delegations
from app.services.participation import attended, confirmed

TITLE = N_("Attendance sheet")
BLANK_LINES = 12  # for those who are not on the sheet
_COLUMNS = (N_("No."), N_("Body"), N_("Name"), N_("Signature"))


def gather(event: Event, selection: Selection, options: Options) -> Gathered:
    """What stands on the sheets: those who take part in person and are confirmed, or were let in; all of them each day."""
    expected = and_(Registration.mode == Mode.IN_PERSON, or_(confirmed(), attended()))
    found = people.chosen(event, replace(selection, at_most=None), expected)
    listed = delegations(found, options.order, is_unnamed, selection.at_most)
    say = Speech(options.language)
    lines = [line for delegation in listed for line in _lines(delegation, say)]
    days: list[date | None] = [options.day] if options.day else [*event.days] or [None]
    facts = {
        **say.top(event, TITLE),
        "days": [say.day(day) if day else Said("") for day in days],
        "columns": [say(column) for column in _COLUMNS],
        "lines": lines,
        "blank": BLANK_LINES,
        "blank_heading": say(N_("Not on the list")),
        "foot": say(N_("Official use. Please sign on your own line; who is not on the list, at the end.")),
    }
    return Gathered(facts, len(lines))


def _lines(delegation: Delegation, say: Speech) -> Iterator[dict[str, Any]]:
    body = affiliation_or_category(delegation, say)
    for person in delegation.people:
        name = name_of(person, say)
        own_script = name.pop("own_script")
        yield {"body": body, **name, "note": person.reference if name["unnamed"] else own_script}
