"""What each migration does to rows that were there: what stands in the columns that it brings, and what its way down gives up.

Everything that is not named here has to be the same afterwards. A migration that lands gets its entry here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

Row = Mapping[str, Any]
Rows = Mapping[str, list[dict[str, Any]]]
At = Callable[[Row, Rows], Any]  # the value of a row, by what stood in all tables before


@dataclass(frozen=True)
class Promise:
    """Of one migration. New tables that are not named in `fills` begin empty."""

    brings: dict[str, dict[str, Any]] = field(
        default_factory=dict
    )  # by table and new column: a value, or an At
    takes: dict[str, tuple[str, ...]] = field(default_factory=dict)  # columns that are there no more
    changes: dict[str, dict[str, At]] = field(default_factory=dict)  # columns that get another value
    fills: dict[str, Callable[[Rows], list[dict[str, Any]]]] = field(
        default_factory=dict
    )  # new tables, from the others
    gives_up: dict[str, Callable[[Row], bool]] = field(default_factory=dict)  # on the way down

    def after(self, table: str, row: Row, before: Rows) -> dict[str, Any]:
        """A row as it stands after the migration."""
        kept = {name: value for name, value in row.items() if name not in self.takes.get(table, ())}
        kept |= {name: at(row, before) for name, at in self.changes.get(table, {}).items()}
        new = self.brings.get(table, {})
        return kept | {name: value(row, before) if callable(value) else value for name, value in new.items()}

    def untouched(self, table: str, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Rows without the columns that the migration brings, takes or changes."""
        told = {*self.brings.get(table, {}), *self.takes.get(table, ()), *self.changes.get(table, {})}
        return [{name: value for name, value in row.items() if name not in told} for row in rows]


def _was_reported(event: Row, before: Rows) -> bool:
    return any(figure["event_id"] == event["id"] for figure in before["reported_figure"])


def _is(kind: str) -> Callable[[Row], bool]:
    return lambda letter: bool(letter["kind"] == kind)


PROMISES: dict[str, Promise] = {
    "0001": Promise(),
    "0002": Promise(
        brings={
            "login_session": {"complete_at": None, "device": ""},
            "user": {"second_factor": None, "second_factor_step": None, "closed_at": None},
        },
        gives_up={"letter": _is("account_changed"), "letter_text": _is("account_changed")},
    ),
    "0003": Promise(
        brings={
            "event_session": {"exits": False},
            "event": {"signatory": None, "signatory_function_en": "", "signatory_function_fr": ""},
        },
        gives_up={"letter": _is("certificate"), "letter_text": _is("certificate")},
    ),
    "0004": Promise(
        brings={
            "event": {"figures_public": _was_reported, "only_who_came": False},
            "reported_figure": {"user_id": None},
        },
        gives_up={"check_in": lambda line: line["day"] is None},
    ),
    "0005": Promise(),
    "0006": Promise(),  # rows that name files which lie nowhere stay as they are: test_files_taken_in.py
}
