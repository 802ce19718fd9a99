"""The folder that holds the database, the letters and the documents is closed to other users of the machine."""

from __future__ import annotations

import stat
from dataclasses import replace
from pathlib import Path

import pytest

from app import create_app
from tests.configuration import configured


def test_a_new_folder_is_closed_to_others(tmp_path: Path) -> None:
    folder = tmp_path / "instance"
    create_app(replace(configured("", tmp_path), instance_path=str(folder)))
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_a_folder_that_is_there_is_closed_as_well(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    create_app(configured("", tmp_path))
    assert stat.S_IMODE(tmp_path.stat().st_mode) == 0o700


def test_what_cannot_be_closed_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuse(_folder: Path, _mode: int) -> None:
        raise PermissionError

    tmp_path.chmod(0o755)
    monkeypatch.setattr(Path, "chmod", refuse)
    create_app(configured("", tmp_path))
    assert f"chmod 700 {tmp_path}" in capsys.readouterr().err
