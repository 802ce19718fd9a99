"""From either database to either, everything comes back as it was, or nothing was touched."""

from __future__ import annotations

import io
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import Engine, inspect, select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from app.extensions import db
from app.lib.clock import now
from app.lib.transaction_kind import writing
from app.models import AuditEntry, Campaign, CampaignState, Heartbeat, Letter, LetterState, ReminderRule
from app.services.backup import loading, restoring
from app.services.backup.archive import Archive
from app.services.backup.errors import DoesNotFit, Incomplete, NotEmpty, NothingThere, TooNew
from app.services.backup.snapshot import snapshot
from tests.factories.campaigns import a_campaign
from tests.factories.events import an_event, moment
from tests.factories.reminders import a_rule
from tests.services.backup.other_places import (
    KINDS,
    MIGRATIONS,
    a_full_database,
    address,
    backed_up,
    engine_at,
    rows,
)


@pytest.mark.parametrize("kind", KINDS)
def test_everything_comes_back(app: Flask, database: str, kind: str) -> None:
    a_full_database()
    kept = backed_up()
    with engine_at(address(kind)) as engine:
        restored = restoring.restore(kept, engine, MIGRATIONS, hold=False)
        expected, found = rows(db.engine), rows(engine)
        check_bindings(engine, alike=kind == database)
    added = found["audit_entry"].pop()
    assert added["action"] == "backup.restored"
    assert found == expected
    assert {name: count.rows for name, count in restored.counts.items()} == {
        name: len(there) for name, there in expected.items() if name != "alembic_version"
    }
    assert sum(count.rows for count in restored.counts.values()) > 200


@pytest.mark.parametrize("kind", KINDS)
def test_a_move_takes_everything_and_leaves_the_source(app: Flask, kind: str) -> None:
    a_full_database()
    db.session.add(Heartbeat(name="worker", at=now()))
    db.session.commit()
    before = rows(db.engine)
    with engine_at(address(kind)) as engine:
        counts = restoring.move(db.engine, engine, MIGRATIONS)
        assert rows(engine) == before == rows(db.engine)
        with engine.connect() as connection:
            assert connection.scalar(text("SELECT count(*) FROM heartbeat")) == 1
    assert counts["heartbeat"].rows == 1


@pytest.mark.postgresql_only
def test_numbers_that_were_taken_and_given_back_are_not_given_again(app: Flask) -> None:
    """Somebody who was erased since the backup is named by a number: nobody else may get it."""
    db.session.execute(text("SELECT setval('person_id_seq', 4711)"))
    kept = backed_up()
    with engine_at(address("postgresql")) as engine:
        restoring.restore(kept, engine, MIGRATIONS)
        with engine.connect() as connection:
            assert connection.scalar(text("SELECT nextval('person_id_seq')")) == 4712
            assert connection.scalar(text("SELECT nextval('registration_id_seq')")) == 1


def check_bindings(engine: Engine, *, alike: bool) -> None:
    """References, checks and triggers refuse as they did; on the same kind of database they are called the same."""
    for refused in (
        "UPDATE audit_entry SET action = 'x.y'",
        "DELETE FROM audit_seal",
        "UPDATE registration SET person_id = 987654",
        "UPDATE registration SET status = 'nonsense'",
    ):
        with writing(), engine.connect() as connection, pytest.raises(DBAPIError):
            connection.exec_driver_sql(refused)
    ours, theirs = inspect(db.engine), inspect(engine)
    for table in ours.get_table_names() if alike else ():
        assert names_of(theirs, table) == names_of(ours, table)


def names_of(inspector: object, table: str) -> list[set[str]]:
    """What the references, checks and indexes of a table are called."""
    kinds = ("get_foreign_keys", "get_check_constraints", "get_indexes", "get_unique_constraints")
    return [{str(found["name"]) for found in getattr(inspector, kind)(table)} for kind in kinds]


def test_letters_that_were_due_are_held_with_a_reason(app: Flask, database: str) -> None:
    a_full_database()
    letters = db.session.scalars(select(Letter).order_by(Letter.id)).all()
    later = letters[0]
    later.not_before = later.not_before.replace(year=later.not_before.year + 1)
    sent = letters[1]
    sent.state, sent.sent_at = LetterState.SENT, sent.created_at
    letters[2].state, letters[2].lease_until = LetterState.SENDING, letters[2].created_at
    running = db.session.scalars(select(Campaign)).first()
    assert running is not None
    running.state, running.starts_at = CampaignState.SENDING, running.created_at
    ids, of_campaign = (later.id, sent.id), len([one for one in letters if one.campaign_id])
    kept = backed_up()
    with engine_at(address(database)) as engine:
        held = restoring.restore(kept, engine, MIGRATIONS).held
        with Session(engine) as session:
            states = {one.id: one.state for one in session.scalars(select(Letter))}
            failed = session.scalars(select(Letter).where(Letter.state == LetterState.FAILED)).all()
            assert {(one.lease_until, one.server_said) for one in failed} == {
                (None, "It may have gone out already: everything was restored from a backup.")
            }
            assert session.scalars(select(Campaign.state)).first() is CampaignState.PAUSED
            line = session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
            assert line is not None
            assert line.fields == [f"letters={len(failed)}", "messages=1", "rules=0"]
    assert held is not None
    assert held.letters == len(failed) == len(letters) - 2 - of_campaign
    assert (states[ids[0]], states[ids[1]]) == (LetterState.QUEUED, LetterState.SENT)


def test_what_would_begin_by_itself_is_held_and_what_is_due_later_is_not(app: Flask, database: str) -> None:
    event = an_event(nominations_until=moment(5))
    past, ahead = a_rule(event, days=14).id, a_rule(event, days=2).id
    soon, later = (
        a_campaign(event, state=CampaignState.SCHEDULED, starts_at=starts).id
        for starts in (now() - timedelta(seconds=1), now() + timedelta(days=1))
    )
    kept = backed_up()
    with engine_at(address(database)) as engine:
        assert restoring.restore(kept, engine, MIGRATIONS).held == (0, 1, 1)
        with Session(engine) as session:
            assert session.get_one(ReminderRule, past).last_run_at is not None
            assert session.get_one(ReminderRule, ahead).last_run_at is None
            assert session.get_one(Campaign, soon).state is CampaignState.DRAFT
            assert session.get_one(Campaign, later).state is CampaignState.SCHEDULED


def test_of_two_who_restore_at_once_one_is_refused(app: Flask, database: str) -> None:
    kept = backed_up()
    kept.file.seek(0)
    content = kept.file.read()
    with engine_at(address(database)) as engine, ThreadPoolExecutor(2) as pool:

        def restore(file: Archive) -> None:
            with app.app_context():
                restoring.restore(file, engine, MIGRATIONS)

        files = [Archive(io.BytesIO(content), kept.key, kept.header) for _ in range(2)]
        asked = [pool.submit(restore, file) for file in files]
        outcomes = [one.exception() for one in asked]
        assert sorted(type(outcome).__name__ for outcome in outcomes) == ["NoneType", "NotEmpty"]
        assert rows(engine)["body"] == rows(db.engine)["body"]


def test_a_place_that_is_not_empty_stays_as_it_is(app: Flask, database: str) -> None:
    kept = backed_up()
    with engine_at(address(database)) as engine:
        restoring.restore(kept, engine, MIGRATIONS)
        before = rows(engine)
        with pytest.raises(NotEmpty, match="not empty"):
            restoring.restore(kept, engine, MIGRATIONS)
        with pytest.raises(NotEmpty):
            restoring.move(db.engine, engine, MIGRATIONS)
        assert rows(engine) == before


def test_what_stops_on_the_way_leaves_an_empty_place(
    app: Flask, database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = backed_up()
    with engine_at(address(database)) as engine:
        monkeypatch.setattr(loading, "_compare", lambda *_: stop())
        with pytest.raises(Incomplete):
            restoring.restore(kept, engine, MIGRATIONS)
        assert inspect(engine).get_table_names() == []
        monkeypatch.undo()
        restoring.restore(kept, engine, MIGRATIONS)
        assert rows(engine)["body"] == rows(db.engine)["body"]


def stop() -> None:
    raise Incomplete("for the test")


@pytest.mark.sqlite_only
@pytest.mark.parametrize("kind", KINDS)
def test_a_row_that_refers_to_nothing_is_refused(app: Flask, kind: str) -> None:
    a_full_database()
    db.session.remove()
    with db.engine.connect() as connection:
        connection.connection.cursor().execute("PRAGMA foreign_keys=OFF")
        with connection.begin():
            connection.execute(text("UPDATE registration SET person_id = 987654 WHERE id = 1"))
        connection.invalidate()
    kept = backed_up()
    with engine_at(address(kind)) as engine:
        with pytest.raises(Incomplete, match="registration"):
            restoring.restore(kept, engine, MIGRATIONS)
        assert inspect(engine).get_table_names() == []


@pytest.mark.sqlite_only
@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ("UPDATE registration SET family_name = 'A' || char(0) || 'B' WHERE id = 1", "NUL"),
        ("UPDATE registration SET reference = 'a reference that is too long for it' WHERE id = 1", "longer than 20"),
        ("UPDATE registration SET version = 3000000000 WHERE id = 1", "too large"),
    ],
)  # fmt: skip
def test_what_postgresql_cannot_keep_is_named_before_anything_is_touched(
    app: Flask, changed: str, said: str
) -> None:
    a_full_database()
    db.session.execute(text(changed))
    kept = backed_up()
    with engine_at(address("sqlite")) as engine:
        restoring.restore(kept, engine, MIGRATIONS)
    with engine_at(address("postgresql")) as engine:
        for attempt in (
            lambda: restoring.restore(kept, engine, MIGRATIONS),
            lambda: restoring.move(db.engine, engine, MIGRATIONS),
        ):
            with pytest.raises(DoesNotFit, match=f"registration 1, .*{said}"):
                attempt()
        assert inspect(engine).get_table_names() == []


def test_an_empty_database_has_nothing_to_back_up(app: Flask, database: str) -> None:
    with engine_at(address(database)) as engine, pytest.raises(NothingThere), snapshot(engine):
        pass


@pytest.mark.parametrize("revision", ["0001", "0003", "0004"])
def test_a_backup_of_earlier_tables_is_brought_up_to_date(app: Flask, database: str, revision: str) -> None:
    with engine_at(address(database, "earlier")) as earlier:
        fill_at(earlier, revision)
        with snapshot(earlier) as seen:
            assert seen.revision == revision
        with engine_at(address(database)) as engine:
            counts = restoring.move(earlier, engine, MIGRATIONS)
            with engine.connect() as connection:
                assert connection.scalar(text("SELECT version_num FROM alembic_version")) == MIGRATIONS.newest
                assert connection.scalar(text("SELECT value FROM setting WHERE name = 'kept'")) in {"7", 7}
    assert counts["setting"].rows == 1


def fill_at(engine: Engine, revision: str) -> None:
    """Tables of an earlier state with a row."""
    with writing(), engine.begin() as connection:
        MIGRATIONS.bring_to(connection, revision)
        connection.execute(
            text(
                "INSERT INTO setting (name, value, changed_at) VALUES ('kept', '7', '2027-06-09 08:00:00.000000')"
            )
        )


def test_tables_of_a_newer_version_are_refused(app: Flask, database: str) -> None:
    db.session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    try:
        kept = backed_up()
        with engine_at(address(database)) as engine:
            for attempt in (
                lambda: restoring.restore(kept, engine, MIGRATIONS),
                lambda: restoring.move(db.engine, engine, MIGRATIONS),
            ):
                with pytest.raises(TooNew, match="9999.*install"):
                    attempt()
            assert inspect(engine).get_table_names() == []
    finally:
        db.session.execute(text(f"UPDATE alembic_version SET version_num = '{MIGRATIONS.newest}'"))
        db.session.commit()


def test_who_is_signed_in_is_left_out(app: Flask) -> None:
    db.session.add(Heartbeat(name="worker", at=now()))
    assert not {"heartbeat", "login_session", "rate_count"} & backed_up().check().keys()
