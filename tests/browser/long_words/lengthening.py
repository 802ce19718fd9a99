"""Every text that somebody can type, replaced by one word of as many letters as it may have, 180 at most."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import Column, Table

from app.extensions import db

MOST = 180
_WORD = "Donaudampfschifffahrtsgesellschaftskapitän" * 5
# What is typed by people, by table. What is left out is made by the application, or its letters are limited (codes, zones).
TEXTS = {
    "body": ("name_en", "name_fr", "note"),
    "campaign": ("subject_en", "subject_fr", "text_en", "text_fr"),
    "campaign_file": ("file_name",),
    "check_in": ("desk",),
    "convocation": ("reason",),
    "event": (
        "title_en", "title_fr", "summary_en", "summary_fr", "practical_en", "practical_fr", "city", "venue_en", "venue_fr",
        "signatory", "signatory_function_en", "signatory_function_fr", "mail_sender_name",
    ),
    "event_document": ("title", "file_name"),
    "event_session": ("title_en", "title_fr", "text_en", "text_fr", "room"),
    "figure_snapshot": ("note",),
    "job": ("file_name",),
    "letter": ("subject", "server_said"),
    "letter_text": ("subject", "heading"),
    "list_choice": ("name",),
    "needs": ("diet", "access"),
    "person": ("given_name", "family_name", "title"),
    "registration": (
        "given_name", "family_name", "own_script_name", "title", "function", "service", "body_text",
    ),
    "reported_figure": ("source", "note"),
    "saved_filter": ("name",),
    "session_role": ("plain_name", "function_en", "function_fr"),
    "status_change": ("note",),
    "substitute": ("given_name", "family_name", "function"),
    "user": ("name",),
}  # fmt: skip
MAILBOXES = {
    "invitation_link": "email",
    "letter": "recipient",
    "person": "email",
    "registration": "email",
    "substitute": "email",
    "user": "email",
}


def lengthen() -> int:
    """Replace them in all rows that have them; how many there were. Nothing is committed."""
    return sum(_lengthened(db.metadata.tables[name]) for name in sorted({*TEXTS, *MAILBOXES}))


def _lengthened(table: Table) -> int:
    keys, rows = list(table.primary_key), db.session.execute(table.select()).mappings().all()
    number = 0
    for place, row in enumerate(rows):
        if long := dict(_long(table, row, place)):
            same = [key == row[key.name] for key in keys]
            db.session.execute(table.update().where(*same).values(long))
            number += len(long)
    return number


def _long(table: Table, row: Mapping[Any, Any], place: int) -> Iterator[tuple[str, str]]:
    for name in TEXTS.get(table.name, ()):
        if row[name]:
            yield name, f"{place}{_WORD}"[: _most(table.columns[name])]
    if (name := MAILBOXES.get(table.name)) and row[name]:
        yield name, f"{place}{'m' * 58}@{'b' * 63}.{'c' * 63}.example"


def _most(column: Column[Any]) -> int:
    return min(getattr(column.type, "length", None) or MOST, MOST)
