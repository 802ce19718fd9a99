"""Events that took place without this system, and lists of who was there."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from app.lib.clock import now
from app.lib.handed_tables import pasted
from app.models import Event, EventStatus, Mode
from app.services.earlier_years import looking, taking_over
from app.services.earlier_years.list_kinds import ListKind, Question
from app.services.earlier_years.looking import Looked, Sheet
from tests.factories.bodies import a_body
from tests.factories.events import an_event
from tests.factories.figures import the_member_states
from tests.records import STAFF

NAMED = """Given name;Family name;E-mail;State;Category;Role;Gender;Attended
Ana;CEBOTARI;ana@igp.example;MD;Delegate;Head;F;yes
Giorgi;BERIDZE;giorgi@police.example;Georgia;Delegate;Delegate;M;yes
Jürgen;ÖZ;;Allemagne;Delegate;;;no
Eva;NOVÁK;eva@interpol.example;INTERPOL;Observer;Delegate;F;
Li;WANG;;;Guest;;;yes
"""
UNNAMED = """State;Category;Number of people
MD;Delegate;2
Georgia;Delegate;3
INTERPOL;Observer;1
;Guest;4
"""


def an_earlier_event(**changes: Any) -> Event:
    """A conference in Strasbourg, in person on two days a year ago, of which nobody is on record."""
    the_member_states()
    a_body("INTERPOL")
    begins = now().replace(hour=8, minute=0, second=0, microsecond=0) - timedelta(days=200)
    facts = {"starts_at": begins, "closes_at": None, "mode": Mode.IN_PERSON, "status": EventStatus.ARCHIVED}
    return an_event(**{**facts, **changes})


def long_ago(**changes: Any) -> Event:
    """An event so long ago that nobody's name is kept any more."""
    facts = {"starts_at": datetime(2022, 6, 28, 7, tzinfo=UTC), **changes}
    return an_earlier_event(**facts)


def sheet_of(event: Event, text: str, kind: ListKind = ListKind.WITH_CAME, **facts: Any) -> Sheet:
    """A list as it was handed in."""
    return looking.opened(Question(event, kind, **facts), pasted(text))


def looked(event: Event, text: str, kind: ListKind = ListKind.WITH_CAME, **facts: Any) -> Looked:
    """A list looked at."""
    return looking.look(sheet_of(event, text, kind, **facts))


def imported(event: Event, text: str, kind: ListKind = ListKind.WITH_CAME, **facts: Any) -> Looked:
    """A list taken over, if it has anything new."""
    found = looked(event, text, kind, **facts)
    assert found.is_right, (
        [(line.number, line.reason) for line in found.wrong] or found.problem or found.refusal
    )
    assert found.outlook is not None
    if found.outlook.changes:
        taking_over.take_over(found.outlook, STAFF, len(found.lines), found.told)
    return found
