"""0006 takes the files out of the folders of an installation and, on its way back, puts them there again."""

from __future__ import annotations

import hashlib
import os
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import MetaData, insert

from app.extensions import db
from app.lib.clock import now
from app.services import file_store
from tests.factories.campaigns import a_campaign
from tests.factories.events import an_event
from tests.migrations.steps import MIGRATIONS, rows, tables

SIZES = {"documents": 700_000, "attachments": 256 * 1024, "made": 3}
NAMES = {folder: hashlib.md5(folder.encode()).hexdigest() for folder in SIZES}  # noqa: S324 - 32 digits, no more
LOST = "0" * 32


def content(folder: str) -> bytes:
    return (folder.encode() * SIZES[folder])[: SIZES[folder]]


def before(instance: Path) -> None:
    """The tables of 0005 with a row for each kind of file, and one whose file is lost; the files in their folders."""
    upgrade(MIGRATIONS)
    event = an_event()
    campaign = a_campaign(event)
    event_id, campaign_id = event.id, campaign.id
    db.session.commit()
    db.session.remove()
    downgrade(MIGRATIONS, "0005")
    there = MetaData()
    there.reflect(db.engine)
    document = {
        "event_id": event_id, "kind": "agenda", "language": "en", "visibility": "everyone", "title": "Agenda",
        "file_name": "a.pdf", "media_type": "application/pdf", "size": 1, "uploaded_at": now(), "version": 1,
    }  # fmt: skip
    attached = {"campaign_id": campaign_id, "file_name": "b.pdf", "media_type": "application/pdf", "size": 1}
    made = {
        "kind": "list", "event_id": event_id, "parameters": {}, "state": "done", "done": 1, "attempts": 1,
        "file_name": "c.xlsx", "created_at": now(),
    }  # fmt: skip
    with db.engine.begin() as connection:
        for table, folder, row in (
            ("event_document", "documents", document),
            ("campaign_file", "attachments", attached),
            ("job", "made", made),
        ):
            connection.execute(insert(there.tables[table]).values(**row, stored_name=NAMES[folder]))
        connection.execute(insert(there.tables["event_document"]).values(**document, stored_name=LOST))
        connection.execute(
            insert(there.tables["job"]).values(**{**made, "state": "queued"}, stored_name=None)
        )
    for folder, name in NAMES.items():
        (instance / folder).mkdir()
        (instance / folder / name).write_bytes(content(folder))
        os.utime(instance / folder / name, (1_800_000_000,) * 2)


@pytest.fixture
def instance(unmigrated: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An installation of before, in a folder of its own."""
    config = replace(unmigrated.extensions["config"], instance_path=str(tmp_path))
    monkeypatch.setitem(unmigrated.extensions, "config", config)
    before(tmp_path)
    return tmp_path


def test_the_files_are_taken_in_and_the_folders_left(
    instance: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    known = rows()
    capsys.readouterr()
    upgrade(MIGRATIONS, "0006")
    said = capsys.readouterr().err.splitlines()
    assert [line for line in said if "cannot be read" in line] == [
        f"the file of event_document 2 cannot be read (No such file or directory): {instance}/documents/{LOST}"
    ]
    for folder, name in NAMES.items():
        assert b"".join(file_store.pieces(name)) == content(folder)
        file = file_store.found(name)
        assert (file.size, file.sha256) == (SIZES[folder], hashlib.sha256(content(folder)).hexdigest())
        assert file.kept_at == datetime.fromtimestamp(1_800_000_000, UTC)
        assert (instance / folder / name).read_bytes() == content(folder)
    db.session.remove()
    after = rows()
    assert len(after.pop("stored_file")) == 3
    assert len(after.pop("stored_piece")) == 5
    assert after == known


def test_on_the_way_back_they_lie_where_they_lay(instance: Path) -> None:
    upgrade(MIGRATIONS, "0006")
    (instance / "documents" / NAMES["documents"]).unlink()
    (instance / "made" / NAMES["made"]).unlink()
    (instance / "made").rmdir()
    (instance / "attachments" / NAMES["attachments"]).write_bytes(b"cut")
    downgrade(MIGRATIONS, "0005")
    assert not {"stored_file", "stored_piece"} & tables()
    for folder, name in NAMES.items():
        assert [file.name for file in (instance / folder).iterdir()] == [name]
        assert (instance / folder / name).read_bytes() == content(folder)


def test_what_cannot_be_written_back_is_not_thrown_away(
    instance: Path, caplog: pytest.LogCaptureFixture
) -> None:
    upgrade(MIGRATIONS, "0006")
    (instance / "made" / NAMES["made"]).unlink()
    (instance / "made").rmdir()
    (instance / "made").write_text("no folder")
    with pytest.raises(SystemExit):
        downgrade(MIGRATIONS, "0005")
    assert "nothing was changed" in caplog.text
    assert b"".join(file_store.pieces(NAMES["documents"])) == content("documents")
