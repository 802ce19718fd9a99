"""Folders for whatever is erased from files."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.services.privacy.folders import Folders


@pytest.fixture
def folders(tmp_path: Path) -> Folders:
    """Folders with nothing in them."""
    return Folders(tmp_path / "made", tmp_path / "attachments", tmp_path / "mailbox")
