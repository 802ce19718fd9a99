"""A development mailbox for the letters that are erased with people."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture
def maildir(tmp_path: Path) -> Path:
    """A mailbox that is not there yet."""
    return tmp_path / "mailbox"
