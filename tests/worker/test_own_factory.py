"""The worker's process, which holds no page, writes what the whole application would write."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter

import pytest
from flask import Flask

from app.extensions import db
from app.models import Language, LetterKind
from config import ROOT
from tests.factories.letters import every_letter_waiting


def told_by(app: Flask, *program: str) -> str:
    """What a fresh process says that runs on the test's database."""
    config = app.extensions["config"]
    told = {
        "PATH": os.environ["PATH"],
        "ENVIRONMENT": "testing",
        "SECRET_KEY": config.secret_key,
        "DATABASE_URL": config.database_url,
        "INSTANCE_PATH": config.instance_path,
        "BASE_URL": "https://events.example.org",
    }
    done = subprocess.run(
        [sys.executable, *program], cwd=ROOT, env=told, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def made_by(factory: str, app: Flask) -> tuple[list[list[str]], list[str]]:
    """The messages that an application of a fresh process makes of what waits, and what became of each."""
    messages, outcomes = json.loads(told_by(app, "-m", "tests.worker.written_letters", factory))
    return messages, outcomes


@pytest.mark.parametrize("language", list(Language))
def test_every_letter_is_the_same_with_all_its_links(app: Flask, language: Language) -> None:
    waiting = every_letter_waiting(language)
    assert {letter.kind for letter in waiting} == set(LetterKind)
    db.session.commit()
    whole, outcomes = made_by("create_app", app)
    assert Counter(outcomes) == {"sent": len(whole)}
    assert len(whole) == len(waiting)
    own, _ = made_by("create_worker", app)
    for one, other in zip(own, whole, strict=True):
        assert one == other
    assert sum("https://events.example.org/" in part for parts in own for part in parts) >= len(own)


def test_what_the_consumer_runs_holds_no_page(app: Flask) -> None:
    found = told_by(app, "-c", "import wsgi, sys; wsgi.huey; print(*sys.modules)").split()
    assert "app.worker.tasks" in found
    assert not {"app.public", "app.organiser", "app.cli", "app.web.errors", "wtforms"} & set(found)
