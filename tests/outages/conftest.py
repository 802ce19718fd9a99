"""A database server and installations of this folder's own: what happens to them concerns no other test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import run_folder
from tests.databases import WORKER
from tests.outages.installation import Installation, installed
from tests.outages.postmaster import Postmaster, postmaster


@pytest.fixture(scope="module")
def server() -> Iterator[Postmaster]:
    """PostgreSQL, for the tests of one file."""
    with postmaster() as own:
        yield own


@pytest.fixture(scope="module")
def served(server: Postmaster) -> Iterator[Installation]:
    """An installation on it, without a worker."""
    server.say("CREATE DATABASE events")
    with installed(server.url("events"), _folder("served"), WEB_PROCESSES="1") as running:
        yield running


@pytest.fixture
def embedded(tmp_path: Path) -> Iterator[Installation]:
    """An installation on a file."""
    with installed(f"sqlite:///{tmp_path / 'events.db'}", tmp_path) as running:
        yield running


def _folder(name: str) -> Path:
    return run_folder.path() / f"{WORKER}-outages-{name}"
