"""The audit trail is sealed in one chain that notices whatever is done to it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from app.extensions import db
from app.lib.clock import now
from app.models import ActorKind, AuditEntry, AuditSeal
from app.services.records import chain, checking
from app.services.records.chain import Head
from app.worker import sealing
from tests.at_once import at_once
from tests.services.records.trails import by_force, entries, sealed


def faults(expected: Head | None = None) -> list[tuple[str, int]]:
    return [(fault.code, fault.number) for fault in checking.check(expected).faults]


def test_all_that_an_entry_holds_is_sealed() -> None:
    entry = AuditEntry(
        id=1, at=now(), actor_kind=ActorKind.STAFF, action="a", subject_kind="", fields=["title_en"]
    )
    assert set(chain.canonical(entry)) == set(AuditEntry.__table__.columns.keys())


def test_the_form_of_what_is_sealed_stays_as_it_is() -> None:
    """Were it another, every trail that was sealed before would look as if it had been changed."""
    at = now().replace(2027, 6, 9, 8, 30, 15, 120)
    entry = AuditEntry(
        id=12,
        at=at,
        actor_kind=ActorKind.STAFF,
        actor_id=7,
        action="event.edited",
        subject_kind="event",
        subject_id=3,
        event_id=3,
        fields=["title_en", "é"],
    )
    assert chain.digest(5, chain.BEGINNING, entry) == EXPECTED


EXPECTED = "cb610bb6c5630e43f30158888c72219edc1e2a74c2819c628a1c2c2042f6d98f"


def test_an_empty_trail_is_in_order(app: Flask) -> None:
    assert chain.head() == Head(0, chain.BEGINNING)
    assert checking.check() == (Head(0, chain.BEGINNING), [], 0)
    assert not chain.something_waits()


def test_what_was_written_is_sealed_in_order_once(app: Flask) -> None:
    made = [entry.id for entry in entries(3)]
    assert chain.something_waits()
    assert sealing.seal_all() == 3
    assert sealing.seal_all() == 0
    seals = db.session.scalars(select(AuditSeal).order_by(AuditSeal.number)).all()
    assert [(seal.number, seal.entry_id) for seal in seals] == list(enumerate(made, 1))
    assert len({seal.digest for seal in seals}) == 3
    assert checking.check() == (chain.head(), [], 0)


def test_a_long_trail_is_sealed_batch_by_batch(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chain, "AT_ONCE", 2)
    entries(5)
    assert sealing.seal_all() == 5
    assert faults() == []


def test_the_head_is_written_to_the_log(app: Flask, caplog: pytest.LogCaptureFixture) -> None:
    entries(2)
    with caplog.at_level("INFO", "app.worker.sealing"):
        sealing.seal_all()
    line = caplog.records[-1]
    assert Head(line.number, line.digest) == chain.head()  # type: ignore[attr-defined]
    assert chain.head().number == 2


def test_an_entry_that_was_committed_late_is_sealed_after_those_before_it(app: Flask) -> None:
    first, late, last = (entry.id for entry in entries(3))
    line = AuditEntry.__table__
    with by_force() as connection:
        row = connection.execute(select(line).where(line.c.id == late)).mappings().one()
        connection.execute(line.delete().where(line.c.id == late))
    assert sealing.seal_all() == 2
    with by_force() as connection:
        connection.execute(line.insert().values(**row))
    assert chain.something_waits()
    assert sealing.seal_all() == 1
    order = db.session.scalars(select(AuditSeal.entry_id).order_by(AuditSeal.number)).all()
    assert list(order) == [first, last, late]
    assert faults() == []


def test_one_that_came_very_late_is_found_when_all_is_looked_at(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(chain, "WINDOW", 1)
    made = entries(5)
    db.session.add(
        AuditSeal(
            number=1,
            entry_id=made[-1].id,
            digest=chain.digest(1, chain.BEGINNING, made[-1]),
            sealed_at=now(),
        )
    )
    db.session.commit()
    assert sealing.seal_all() == 0
    assert checking.check().unsealed == 4
    assert sealing.seal_all(whole=True) == 4
    assert faults() == []


def test_many_workers_at_once_make_one_chain(app: Flask) -> None:
    entries(40)
    assert sum(at_once(app, 4, lambda _which: sealing.seal_all())) == 40
    assert faults() == []


@pytest.mark.parametrize("table", ["audit_entry", "audit_seal"])
@pytest.mark.parametrize("change", ["UPDATE {} SET {} = 1", "DELETE FROM {}"])
def test_the_database_itself_refuses_a_change(app: Flask, table: str, change: str) -> None:
    sealed(1)
    column = {"audit_entry": "actor_id", "audit_seal": "number"}[table]
    with pytest.raises(DBAPIError, match="append-only"):
        db.session.execute(text(change.format(table, column)))
    db.session.rollback()
    assert faults() == []


@pytest.mark.sqlite_only
@pytest.mark.parametrize("table", ["audit_entry", "audit_seal"])
def test_nor_is_a_line_replaced_by_another(app: Flask, table: str) -> None:
    sealed(1)
    with pytest.raises(DBAPIError, match="append-only"):
        db.session.execute(text(f"REPLACE INTO {table} SELECT * FROM {table}"))
    db.session.rollback()
    assert faults() == []


CHANGES = {
    "at": "at = '2020-01-01 00:00:00.000000'",
    "actor_kind": "actor_kind = 'system'",
    "actor_id": "actor_id = 8",
    "nobody": "actor_id = NULL",
    "action": "action = 'event.created'",
    "subject_kind": "subject_kind = 'event'",
    "subject_id": "subject_id = 1",
    "event_id": "event_id = 1",
    "fields": "fields = '[\"title_fr\"]'",
    "id": "id = 4711",
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_changed_entry_is_noticed(app: Flask, change: str) -> None:
    sealed(3)
    second = db.session.scalars(select(AuditSeal.entry_id).where(AuditSeal.number == 2)).one()
    with by_force() as connection:
        connection.execute(text(f"UPDATE audit_entry SET {CHANGES[change]} WHERE id = {second}"))
    found = faults()
    assert ("removed" if change == "id" else "changed", 2) in found
    assert {number for _code, number in found} == {2}


@pytest.mark.sqlite_only  # which takes into a column whatever it is given
@pytest.mark.parametrize(
    "value", ["fields = 'no JSON'", "fields = 'null'", "at = 'yesterday'", "at = 5", "actor_kind = 'x'"]
)
def test_an_entry_that_cannot_be_read_is_named_like_another(app: Flask, value: str) -> None:
    sealed(4)
    second = db.session.scalars(select(AuditSeal.entry_id).where(AuditSeal.number == 2)).one()
    with by_force() as connection:
        connection.execute(text("PRAGMA ignore_check_constraints = ON"))
        connection.execute(text(f"UPDATE audit_entry SET {value} WHERE id = {second}"))
        connection.execute(text("UPDATE audit_seal SET digest = x'ff' WHERE number = 4"))
    assert faults() == [("changed", 2), ("changed", 4)]


def _remove_entry(connection: Any, entry_id: int) -> None:
    connection.execute(text(f"DELETE FROM audit_entry WHERE id = {entry_id}"))


def _remove_seal(connection: Any, entry_id: int) -> None:
    connection.execute(text(f"DELETE FROM audit_seal WHERE entry_id = {entry_id}"))


def _remove_both(connection: Any, entry_id: int) -> None:
    _remove_seal(connection, entry_id)
    _remove_entry(connection, entry_id)


def _close_the_gap(connection: Any, entry_id: int) -> None:
    _remove_both(connection, entry_id)
    connection.execute(text("UPDATE audit_seal SET number = 2 WHERE number = 3"))


def _change_digest(connection: Any, entry_id: int) -> None:
    connection.execute(text(f"UPDATE audit_seal SET digest = '{'f' * 64}' WHERE entry_id = {entry_id}"))


@pytest.mark.parametrize(
    ("deed", "found"),
    [
        (_remove_entry, [("removed", 2)]),
        (_remove_seal, [("missing_seal", 2), ("changed", 3)]),
        (_remove_both, [("missing_seal", 2), ("changed", 3)]),
        (_close_the_gap, [("changed", 2)]),
        (_change_digest, [("changed", 2), ("changed", 3)]),
    ],
)
def test_what_is_removed_or_put_in_its_place_is_noticed(
    app: Flask, deed: Callable[[Any, int], None], found: list[tuple[str, int]]
) -> None:
    sealed(3)
    second = db.session.scalars(select(AuditSeal.entry_id).where(AuditSeal.number == 2)).one()
    with by_force() as connection:
        deed(connection, second)
    assert faults() == found


def test_an_entry_that_was_put_in_later_is_noticed(app: Flask) -> None:
    sealed(2)
    with by_force() as connection:
        connection.execute(
            AuditEntry.__table__.insert().values(
                at=now() - timedelta(days=3),
                actor_kind=ActorKind.STAFF,
                action="event.edited",
                subject_kind="",
                fields=[],
            )
        )
    assert checking.check().unsealed == 1
    sealing.seal_all()
    assert faults() == [("back_dated", 3)]


def test_a_chain_that_was_cut_off_is_noticed_by_a_head_that_was_kept(app: Flask) -> None:
    kept = sealed(3)
    assert faults(kept) == []
    with by_force() as connection:
        connection.execute(text("DELETE FROM audit_seal WHERE number = 3"))
        connection.execute(text("DELETE FROM audit_entry WHERE id = (SELECT max(id) FROM audit_entry)"))
    assert faults() == []
    assert faults(kept) == [("cut_off", 3)]


def test_a_chain_that_was_made_anew_is_noticed_by_a_head_that_was_kept(app: Flask) -> None:
    kept = sealed(2)
    with by_force() as connection:
        connection.execute(text("DELETE FROM audit_seal"))
        connection.execute(text("UPDATE audit_entry SET actor_id = 8"))
    sealing.seal_all(whole=True)
    sealed(1)
    assert faults() == []
    assert faults(kept) == [("other_head", 2)]
