"""The bodies that the application knows from its first start: 46 member states, and whoever else may send somebody.

They stand in CSV files. One wrong row and nothing is loaded; loading again brings the rows up to date by their code and
touches nothing that people keep in the application: addresses for copies, and since when a state is in the Network.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import select

from app.extensions import db
from app.lib.csv_tables import Row, TableRefused, read
from app.lib.names import search_text, sort_key
from app.models import Body, BodyKind, NetworkObserver

FOLDER = Path(__file__).resolve().parent.parent / "reference"
MEMBER_STATES = 46
_STATES, _BODIES, _TILES, _WORDS = "member_states.csv", "bodies.csv", "tiles.csv", "search_words.csv"
_STATE_KINDS = {BodyKind.OBSERVER_STATE, BodyKind.OTHER_STATE}
_STATE_COLUMNS = ("code", "iso2", "iso3", "name_en", "name_fr", "accession_date")
_BODY_COLUMNS = ("code", "name_en", "name_fr", "kind", "network_observer", "selectable")
_CODE = r"[A-Z0-9][A-Z0-9-]{1,39}"


class Loaded(NamedTuple):
    """How many rows a load has added, changed, and found as they should be."""

    added: int
    changed: int
    unchanged: int


@dataclass(frozen=True)
class _Facts:
    """What a file says about a body."""

    row: Row
    code: str
    columns: dict[str, object]


def load(folder: Path = FOLDER) -> Loaded:
    """Bring the bodies up to date with the files of a folder.

    Raises:
        TableRefused: a file or a row is wrong; nothing was changed.
    """
    facts = _read(folder)
    known = {body.code: body for body in db.session.scalars(select(Body))}
    added = changed = 0
    for fact in facts:
        body = known.get(fact.code)
        if body is None:
            db.session.add(Body(code=fact.code, **fact.columns))
            added += 1
        elif _differs(body, fact.columns):
            for name, value in fact.columns.items():
                setattr(body, name, value)
            changed += 1
    db.session.flush()
    return Loaded(added, changed, len(facts) - added - changed)


def _differs(body: Body, columns: dict[str, object]) -> bool:
    return any(getattr(body, name) != value for name, value in columns.items())


def _read(folder: Path) -> list[_Facts]:
    words = _search_words(folder / _WORDS)
    states = [_state(row, words) for row in read(folder / _STATES, _STATE_COLUMNS)]
    if len(states) != MEMBER_STATES:
        raise TableRefused(
            _STATES, None, f"has {len(states)} member states, exactly {MEMBER_STATES} expected"
        )
    others = [_other(row, words) for row in read(folder / _BODIES, _BODY_COLUMNS)]
    _refuse_duplicates(states + others)
    _set_tiles(folder / _TILES, states)
    return states + others


def _state(row: Row, words: dict[str, str]) -> _Facts:
    iso2, iso3 = row.code("iso2", "[A-Z]{2}"), row.code("iso3", "[A-Z]{3}")
    accession = row.day("accession_date")
    if accession is None:
        raise row.refusal("accession_date is missing")
    columns: dict[str, object] = {
        "kind": BodyKind.MEMBER_STATE,
        "selectable": True,
        "network_observer": NetworkObserver.NO,
        "iso2": iso2,
        "accession_date": accession,
    }
    return _facts(row, columns, words, iso2, iso3)


def _other(row: Row, words: dict[str, str]) -> _Facts:
    kind = row.choice("kind", BodyKind)
    if kind is BodyKind.MEMBER_STATE:
        raise row.refusal(f"member states stand in {_STATES}")
    code = row.code("code", _CODE)
    columns: dict[str, object] = {
        "kind": kind,
        "selectable": row.yes("selectable"),
        "network_observer": row.choice("network_observer", NetworkObserver),
        "iso2": code if kind in _STATE_KINDS and len(code) == 2 else None,
    }
    return _facts(row, columns, words)


def _facts(row: Row, columns: dict[str, object], words: dict[str, str], *codes: str) -> _Facts:
    code, alias = row.code("code", _CODE), row.optional("alias", most=40)
    en, fr = row.text("name_en"), row.text("name_fr")
    both = {
        "alias": alias,
        "name_en": en,
        "name_fr": fr,
        "sort_en": sort_key(row.optional("sort_en") or en),
        "sort_fr": sort_key(row.optional("sort_fr") or fr),
        "note": row.optional("note", most=500),
        "search_text": search_text(en, fr, code, alias, *codes, words.get(code)),
    }
    return _Facts(row, code, columns | both)


def _search_words(file: Path) -> dict[str, str]:
    """Former and everyday names under which people look for a body; a folder may do without."""
    if not file.exists():
        return {}
    return {row.code("code", _CODE): row.text("words", most=500) for row in read(file, ("code", "words"))}


def _refuse_duplicates(facts: list[_Facts]) -> None:
    seen: dict[tuple[str, object], Row] = {}
    for fact in facts:
        for column in ("code", "iso2", "name_en", "name_fr"):
            value = fact.code if column == "code" else fact.columns[column]
            first = seen.setdefault((column, value), fact.row)
            if value is not None and first is not fact.row:
                raise fact.row.refusal(
                    f"{column} {value!r} stands in {first.file}, row {first.number}, already"
                )


def _set_tiles(file: Path, states: list[_Facts]) -> None:
    """Give each member state its place on the tile map of Europe, one each."""
    by_iso2 = {str(state.columns["iso2"]): state for state in states}
    taken: dict[tuple[int, int], str] = {}
    for row in read(file, ("iso2", "row", "col")):
        iso2, place = row.code("iso2", "[A-Z]{2}"), (row.whole("row"), row.whole("col"))
        if iso2 not in by_iso2:
            raise row.refusal(f"{iso2} is no member state")
        if place[0] is None or place[1] is None:
            raise row.refusal("row or col is missing")
        if taken.setdefault((place[0], place[1]), iso2) != iso2 or "tile_row" in by_iso2[iso2].columns:
            raise row.refusal(f"{iso2} or its tile stands there twice")
        by_iso2[iso2].columns.update(tile_row=place[0], tile_column=place[1])
    without = sorted(iso2 for iso2, state in by_iso2.items() if "tile_row" not in state.columns)
    if without:
        raise TableRefused(file.name, None, f"has no tile for {', '.join(without)}")
