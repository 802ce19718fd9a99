"""Each hour what nothing needs goes: the files that a killed process has left, in which people may be named."""

from __future__ import annotations

import os
import time
from io import BytesIO
from pathlib import Path

from flask import Flask

from app.extensions import db
from app.models import JobState
from app.services import file_store, jobs
from app.services.privacy.folders import Folders
from app.worker.sweeping import sweep_files
from tests.factories.events import an_event
from tests.factories.users import a_user


def _left_by_a_killed_process(folder: Path, ending: str = "", age: int = 7200) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / file_store.keep(folder, BytesIO(b"names"), 99).name
    db.session.info.clear()  # killed before the commit: nobody takes the file away again
    left = file.rename(file.with_name(file.name + ending))
    os.utime(left, (time.time() - age,) * 2)
    return left


def test_files_without_a_row_go(app: Flask, tmp_path: Path) -> None:
    folders = Folders(tmp_path / "made", tmp_path / "attached", tmp_path / "mailbox")
    strays = [
        _left_by_a_killed_process(folder, ending)
        for folder in (folders.made, folders.attachments)
        for ending in ("", ".unfinished")
    ]
    assert sweep_files(folders) == len(strays)
    assert [stray for stray in strays if stray.exists()] == []


def test_files_with_a_row_and_those_in_the_making_stay(app: Flask, tmp_path: Path) -> None:
    folders = Folders(tmp_path / "made", tmp_path / "attached", tmp_path / "mailbox")
    job = jobs.ask("participants_workbook", an_event(), a_user())
    job.state, job.attempts = JobState.RUNNING, 1
    db.session.flush()
    assert jobs.finish(job.id, 1, "list.xlsx", BytesIO(b"names"), folders.made)
    db.session.commit()
    kept = folders.made / str(job.stored_name)
    os.utime(kept, (0, 0))
    young, foreign = _left_by_a_killed_process(folders.made, age=60), folders.made / "README"
    foreign.write_text("somebody else's")
    os.utime(foreign, (0, 0))
    assert sweep_files(folders) == 0
    assert kept.exists()
    assert young.exists()
    assert foreign.exists()
