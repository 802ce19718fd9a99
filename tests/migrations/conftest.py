"""An application whose database begins without tables."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask

from app import create_app
from app.extensions import db
from tests import run_folder
from tests.configuration import configured
from tests.migrations.steps import NAME, empty_database


@pytest.fixture
def unmigrated(database: str) -> Iterator[Flask]:
    """An application whose database has no tables yet."""
    flask = create_app(configured(empty_database(database), run_folder.path() / NAME))
    with flask.app_context():
        yield flask
        db.session.remove()
        db.engine.dispose()
        flask.extensions["huey"].storage.close()  # a registration has told the worker
