"""The migrations, up and down, one by one, on both databases; and the tables are what the models say."""

from __future__ import annotations

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from app.extensions import Base, db
from app.lib.clock import now
from app.models import Event, EventSession, Language, LetterKind, LetterText, Registration, SavedFilter
from tests.factories.attendance import a_check_in, a_head_count
from tests.factories.figures import a_reported_figure
from tests.factories.letters import every_letter
from tests.factories.users import an_organiser
from tests.migrations.filling import Rows
from tests.migrations.steps import MIGRATIONS, revisions, rows, tables

# What 0003 adds to tables that were there before, with what stands in it at first.
ADDED = {
    "event": {"signatory": None, "signatory_function_en": "", "signatory_function_fr": ""},
    "event_session": {"exits": False},
}


def a_full_database() -> None:
    """Letters of every kind with all that they are about, somebody who signs, exits, a head count."""
    every_letter(Language.EN)
    for event in db.session.scalars(select(Event)):
        event.signatory, event.signatory_function_en = "Inès MARTIN", "Secretary"
    session = db.session.scalars(select(EventSession)).first()
    assert session is not None
    session.exits = True
    a_head_count(session, 58)
    for kind in (LetterKind.CERTIFICATE, LetterKind.THANKS):
        db.session.add(LetterText(kind=kind, language=Language.EN, version=1, created_at=now()))
    db.session.info.clear()  # no worker is told of the letters
    db.session.commit()
    db.session.remove()


def takes_kind(kind: str) -> bool:
    """Whether a letter can be of a kind; nothing is changed."""
    with db.engine.connect() as connection:
        try:
            connection.execute(text("UPDATE letter SET kind = :kind WHERE kind = 'thanks'"), {"kind": kind})
        except IntegrityError:
            return False
        finally:
            connection.rollback()
    return True


def test_each_migration_goes_up_down_and_up_again(unmigrated: Flask) -> None:
    for revision in revisions():
        before = tables()
        upgrade(MIGRATIONS, revision)
        after = tables()
        downgrade(MIGRATIONS, "-1")
        assert tables() == before, f"{revision} leaves something behind"
        upgrade(MIGRATIONS, revision)
        assert tables() == after


def test_all_migrations_can_be_taken_back(unmigrated: Flask) -> None:
    upgrade(MIGRATIONS)
    downgrade(MIGRATIONS, "base")
    assert tables() == set()


def test_the_tables_are_what_the_models_say(unmigrated: Flask) -> None:
    upgrade(MIGRATIONS)
    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        differences = compare_metadata(context, Base.metadata)
    assert not differences, "\n".join(map(str, differences))
    assert tables() == set(Base.metadata.tables)


def test_0003_loses_on_its_way_down_only_what_it_brought(unmigrated: Flask) -> None:
    upgrade(MIGRATIONS)
    a_full_database()
    downgrade(MIGRATIONS, "0003")
    full = rows()
    assert full["head_count"]
    assert takes_kind("certificate")
    downgrade(MIGRATIONS, "0002")
    kept: Rows = {
        table: [
            {name: value for name, value in row.items() if name not in ADDED.get(table, {})}
            for row in found
            if row.get("kind") != "certificate"
        ]
        for table, found in full.items()
        if table != "head_count"
    }
    assert rows() == kept
    assert not takes_kind("certificate")
    upgrade(MIGRATIONS, "0003")
    anew = {table: [row | ADDED.get(table, {}) for row in found] for table, found in kept.items()}
    assert rows() == anew | {"head_count": []}
    assert takes_kind("certificate")
    assert not takes_kind("nonsense")


def test_0004_loses_on_its_way_down_only_what_it_brought(unmigrated: Flask) -> None:
    upgrade(MIGRATIONS)
    a_full_database()
    registration = db.session.scalars(select(Registration)).first()
    assert registration is not None
    a_check_in(registration)
    a_check_in(registration).day = None
    a_reported_figure(registration.event, "attended", 65)
    db.session.commit()
    db.session.remove()
    full = rows()
    downgrade(MIGRATIONS, "0003")
    assert len(rows()["check_in"]) == len(full["check_in"]) - 1, (
        "a check-in without its day has no place there"
    )
    assert "figure_snapshot" not in tables()
    upgrade(MIGRATIONS, "0004")
    anew = rows()
    public = {row["slug"] for row in anew["event"] if row["figures_public"]}
    assert public == {slug_of_reported(full)}, "what was reported goes on standing on the public page"
    assert [row | {"figures_public": False} for row in anew["event"]] == full["event"]
    assert anew["reported_figure"] == full["reported_figure"]


def test_0005_loses_on_its_way_down_only_what_it_brought(unmigrated: Flask) -> None:
    upgrade(MIGRATIONS)
    a_full_database()
    before = rows()
    event, user = db.session.scalars(select(Event)).first(), an_organiser()
    assert event is not None
    for event_id in (event.id, None):
        chosen = {"status": ["submitted"]}
        db.session.add(
            SavedFilter(
                of_list="participants", event_id=event_id, name="To decide", chosen=chosen, user_id=user.id,
                saved_at=now(),
            )
        )  # fmt: skip
    db.session.commit()
    db.session.remove()
    downgrade(MIGRATIONS, "0005")
    full = rows()
    assert len(full["saved_filter"]) == 2
    downgrade(MIGRATIONS, "0004")
    assert rows() == {table: found for table, found in full.items() if table != "saved_filter"}
    assert len(rows()["user"]) == len(before["user"]) + 1
    upgrade(MIGRATIONS, "0005")
    assert rows() == full | {"saved_filter": []}


def slug_of_reported(full: Rows) -> str:
    """The slug of the event of which something was reported."""
    event_id = full["reported_figure"][0]["event_id"]
    return next(row["slug"] for row in full["event"] if row["id"] == event_id)
