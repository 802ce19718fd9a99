"""What the values of some columns have to be like so that the application could have written them.

Everything else is filled by the kind of its column. A column that a later migration brings needs an entry only where any text or
number will not do: a zone, a form of JSON, days that belong together.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

Row = Mapping[str, Any]

_LONG_PLACE = "a" * 60 + "@" + ".".join(["b" * 60, "c" * 60, "d" * 60, "example"])  # 251 signs
_STARTS = (
    datetime(2026, 3, 28, 23, 30),
    datetime(2026, 3, 29, 1, 0),
)  # the night in which the clocks go forward
_ENDS = (datetime(2026, 3, 29, 1, 0, 0, 1), datetime(2026, 3, 30, 16, 0))
_DAYS = (date(2026, 3, 28), date(2026, 3, 29), date(2026, 3, 30))

# By table and column, or by the column alone. A text with {n} gets a number of its own.
MEANINGS: dict[str, Sequence[Any]] = {
    "email": ("person{n}@police.example", "o’neill+{n}@xn--bcher-kva.example", "{n}" + _LONG_PLACE),
    "email_key": ("person{n}@police.example", "o’neill+{n}@xn--bcher-kva.example", "{n}" + _LONG_PLACE),
    "recipient": ("person{n}@police.example", "{n}" + _LONG_PLACE),
    "mail_sender": ("events{n}@police.example",),
    "mail_reply_to": ("answers{n}@police.example",),
    "mail_return_path": ("returned{n}@police.example",),
    "client_id": ("6f9619ff-8b86-d011-b42d-{n:012}",),
    "stored_piece.content": (b"\x00\xff and a few words", b"%PDF-1.7"),
    "country_iso2": ("FR", "GE"),
    "online_link": ("https://meeting.example/j/{n}?pwd=%C3%A9&a=b#c",),
    "body.iso2": ("MD", "GE", "LI"),
    "body.cc_emails": ([], ["copies@ministry.example", "second@ministry.example"]),
    "body.tile_row": (1, 12),
    "body.tile_column": (1, 12),
    "audit_entry.fields": ([], ["status", "place"]),
    "campaign.kind": ("practical_information", "thanks", "message"),
    "campaign.filters": ({}, {"status": ["confirmed"], "q": "Γεωργία “ß” \\u0000"}),
    "check_in.day": _DAYS,
    "event.slug": ("conference-{n}", "tbilisi-{n}"),
    "event.short_code": ("C{n}", "TBI{n}"),
    "event.year": (1998, 2026),
    "event.starts_at": _STARTS,
    "event.ends_at": _ENDS,
    "event.time_zone": ("Europe/Paris", "Asia/Tbilisi", "Atlantic/Reykjavik"),
    "event.interpretation": ([], ["en", "fr", "ru"]),
    "event_session.starts_at": _STARTS,
    "event_session.ends_at": _ENDS,
    "event_session.languages": ("en", "en,fr", ""),
    "job.kind": ("papers", "export"),
    "job.parameters": ({}, {"ids": [1, 2, 3], "format": "xlsx", "deep": {"né": [None, True, 1.5, "ő"]}}),
    "letter.facts": ({}, {"sessions": ["Séance « 1 »"], "deep": {"né": [None, True, 1.5, "ő"]}}),
    "notice.published_at": (datetime(2024, 2, 29, 23, 59, 59, 999999),),
    "setting.name": ("letters_per_address_per_hour", "paused_until", "retired_setting_{n}"),
    "setting.value": (7, 10),
    "erasure.subjects": ([], [1, 2, 2_147_483_647]),
    "figure_snapshot.figures": ({}, {"registered": {"total": 12, "by": {"MD": None}}}),
    "list_choice.columns": (["family_name", "email"],),
    "saved_filter.of_list": ("participants",),
    "saved_filter.chosen": ({}, {"status": ["submitted"], "q": "né « à » 100 %"}),
}

# One event that is open to guests, with which the application is tried afterwards: the first rows of these tables.
OPEN_EVENT = "still-to-come"
FIRST: dict[str, list[dict[str, Any]]] = {
    "event": [
        {
            "slug": OPEN_EVENT,
            "short_code": "COME",
            "status": "published",
            "starts_at": datetime(2090, 6, 1, 8, 0),
            "ends_at": datetime(2090, 6, 2, 15, 0),
            "opens_at": datetime(2020, 1, 1),
            "closes_at": datetime(2090, 5, 1),
            "mode": "in_person",
            "capacity_in_person": None,
            "year": 2090,
            "fictional": False,
        }
    ],
    "admission": [
        {
            "event_id": 1,
            "category": "guest",
            "way": "open_form",
            "needs_correspondent": False,
            "needs_secretariat": False,
        }
    ],
    "registration": [
        {"event_id": 1, "category": "guest", "status": "confirmed", "place": "held", "mode": "in_person"}
    ],
}


def sensible(table: str, row: Row, there: Sequence[Row]) -> dict[str, Any] | None:
    """A row as the application could have written it beside those that are there, where no constraint says so; or nothing."""
    if table == "check_in" and row["undoes_id"] is not None:
        undone = next(each for each in there if each["id"] == row["undoes_id"])
        same = ("event_id", "registration_id", "session_id", "day", "mode")
        return None if undone["kind"] == "undo" else {**row, **{name: undone[name] for name in same}}
    if table == "event" and (row["starts_at"] is None) != (row["ends_at"] is None):
        return None  # its days are known, or not
    return dict(row)
