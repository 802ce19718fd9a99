"""The state of the tables is read as Alembic reads it, without Alembic."""

from __future__ import annotations

from pathlib import Path

import pytest
from alembic.script import ScriptDirectory

from app.lib import schema_state
from config import ROOT

MIGRATIONS = str(ROOT / "migrations")


def test_the_revisions_are_those_that_alembic_finds() -> None:
    scripts = ScriptDirectory(MIGRATIONS)
    newest, known = schema_state._revisions(MIGRATIONS)
    assert newest == frozenset(scripts.get_heads())
    assert known == {script.revision for script in scripts.walk_revisions()}


def test_a_migration_that_names_itself_otherwise_is_refused(tmp_path: Path) -> None:
    (tmp_path / "versions").mkdir()
    (tmp_path / "versions" / "0001_odd.py").write_text("down_revision, revision = None, '0001'\n")
    with pytest.raises(ValueError, match="0001_odd"):
        schema_state.newest(str(tmp_path))
