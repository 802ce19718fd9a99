"""Checking the chain from its beginning: what was changed, removed, put in between, or cut off is named."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import Select, select

from app.extensions import db
from app.models import AuditEntry, AuditSeal
from app.services.records import chain
from app.services.records.chain import Head

TOLERANCE = timedelta(
    hours=1
)  # by how much dates may go back along the chain: transactions that were committed late
_ROWS_AT_ONCE = 1000
_NO_VALUE = (ValueError, TypeError, LookupError)  # somebody wrote what no column of ours holds


class _Link(NamedTuple):
    """A seal as it stands in the chain."""

    number: int
    entry_id: int
    digest: str


class Fault(NamedTuple):
    """What is wrong, in a code, with the number of the seal and, where there is one, of the entry."""

    code: str  # changed | removed | missing_seal | back_dated | cut_off | other_head
    number: int
    entry_id: int | None = None

    def __str__(self) -> str:
        place = f"seal {self.number}" + (f", entry {self.entry_id}" if self.entry_id is not None else "")
        return f"{place}: {_SAID[self.code]}"


class Checked(NamedTuple):
    """How the trail stands: the head of the chain, its faults, and how many entries wait for their seal."""

    head: Head
    faults: list[Fault]
    unsealed: int


_SAID = {
    "changed": "the entry or its seal is not what was sealed",
    "removed": "the entry is gone",
    "missing_seal": "the seal is gone",
    "back_dated": "the entry is dated long before those that were sealed earlier: it was put in, or a clock stood wrong",
    "cut_off": "the chain ends before the head that was expected",
    "other_head": "the digest is not the one that was expected: the chain was made anew",
}


def check(expected: Head | None = None) -> Checked:
    """Go through the whole chain; `expected` is a head that was kept elsewhere. Ask it in a unit that only reads."""
    faults: list[Fault] = []
    number, previous, latest = 0, chain.BEGINNING, None
    known: str | None = chain.BEGINNING if expected is not None and expected.number == 0 else None
    for seal, entry in _links():
        faults += [Fault("missing_seal", gone) for gone in range(number + 1, seal.number)]
        number = seal.number
        faults += _faults_of(seal, entry, previous, latest)
        if isinstance(entry, AuditEntry):
            latest = max(latest or entry.at, entry.at)
        previous = seal.digest
        if expected is not None and number == expected.number:
            known = seal.digest
    faults += _against(expected, known)
    return Checked(Head(number, previous), faults, chain.unsealed())


def _faults_of(
    seal: _Link, entry: AuditEntry | str, previous: str, latest: datetime | None
) -> Iterator[Fault]:
    if isinstance(entry, str):
        yield Fault(entry, seal.number, seal.entry_id)
        return
    if not _is_as_sealed(seal, entry, previous):
        yield Fault("changed", seal.number, seal.entry_id)
    if latest is not None and entry.at < latest - TOLERANCE:
        yield Fault("back_dated", seal.number, seal.entry_id)


def _is_as_sealed(seal: _Link, entry: AuditEntry, previous: str) -> bool:
    try:
        return chain.digest(seal.number, previous, entry) == seal.digest
    except _NO_VALUE:
        return False


def _against(expected: Head | None, known: str | None) -> Iterator[Fault]:
    if expected is None:
        return
    if known is None:
        yield Fault("cut_off", expected.number)
    elif known != expected.digest:
        yield Fault("other_head", expected.number)


def _links() -> Iterator[tuple[_Link, AuditEntry | str]]:
    """The seals in their order, each with its entry, or with the code of what is wrong with it.

    They are read in pieces, so that a long trail needs little memory.
    """
    query = select(AuditSeal.number, AuditSeal.entry_id, AuditSeal.digest).order_by(AuditSeal.number)
    for some in db.session.execute(query.execution_options(yield_per=_ROWS_AT_ONCE)).partitions():
        entries = _entries([seal.entry_id for seal in some])
        yield from ((_Link(*seal), entries.get(seal.entry_id, "removed")) for seal in some)


def _entries(ids: Sequence[int]) -> dict[int, AuditEntry | str]:
    """The entries that are there; one that cannot be read any more keeps nobody from reading the others."""
    try:
        return _read(select(AuditEntry).where(AuditEntry.id.in_(ids)))
    except _NO_VALUE:
        found: dict[int, AuditEntry | str] = {}
        for entry_id in ids:
            try:
                found |= _read(select(AuditEntry).where(AuditEntry.id == entry_id))
            except _NO_VALUE:
                found[entry_id] = "changed"
        return found


def _read(query: Select[AuditEntry]) -> dict[int, AuditEntry | str]:
    return {entry.id: entry for entry in db.session.scalars(query)}
