"""Who has which part in the sessions of the fictional events."""

from __future__ import annotations

from collections.abc import Mapping

from app.lib import csv_tables
from app.models import Event, SessionRoleKind
from app.services import registering, session_roles
from app.services.actors import SYSTEM
from app.services.demonstration.cast import TEXTS
from app.services.demonstration.staging import Sessions
from app.services.demonstration.stories import Participation
from app.services.session_roles import RoleDetails

_COLUMNS = ("event", "session", "kind", "person", "plain_name", "function_en", "function_fr", "name_public")


def cast_parts(key: str, event: Event, sessions: Sessions, people: Mapping[str, Participation]) -> None:
    """Give everybody their parts; those of people who were left out stay open."""
    rows = csv_tables.read(TEXTS / "parts.csv", _COLUMNS)
    for row in (row for row in rows if row.text("event") == key):
        person = people.get(row.optional("person") or "")
        if person is None and row.optional("plain_name") is None:
            continue
        details = RoleDetails(
            kind=row.choice("kind", SessionRoleKind),
            person=registering.fresh(person.id).reference if person else None,
            plain_name=row.optional("plain_name"),
            function_en=row.text("function_en", most=200),
            function_fr=row.text("function_fr", most=200),
            name_public=row.yes("name_public"),
            position=row.number,
        )
        session_roles.save(event, sessions[row.text("session")], details, SYSTEM)
