"""The folder that holds the database, the letters and the documents is closed to other users of the machine."""

from __future__ import annotations

import stat
from dataclasses import replace
from pathlib import Path

from app import create_app
from tests.configuration import configured


def test_a_new_folder_is_closed_to_others(tmp_path: Path) -> None:
    folder = tmp_path / "instance"
    create_app(replace(configured("", tmp_path), instance_path=str(folder)))
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
