"""What the worker logs carries the name of the task that was under way."""

from __future__ import annotations

import json

import pytest
from flask import Flask

from app.extensions import db
from app.services.records import chain
from tests.services.records.trails import entries


def test_a_line_says_which_task_was_under_way(app: Flask, capsys: pytest.CaptureFixture[str]) -> None:
    entries(1)
    queue = app.extensions["huey"]
    queue.prepare()
    db.session.commit()
    task = next(task for task in queue._registry.periodic_tasks if task.name == "seal")
    queue.execute(task)
    (line,) = [json.loads(text) for text in capsys.readouterr().err.splitlines() if "sealed" in text]
    assert (line["logger"], line["task"], line["number"]) == ("app.worker.sealing", "seal", 1)
    assert chain.head().digest == line["digest"]


def test_sealing_is_done_each_minute(app: Flask) -> None:
    names = [task.name for task in app.extensions["huey"]._registry.periodic_tasks]
    assert names.count("seal") == 1
