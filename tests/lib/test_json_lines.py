"""What is logged is one line of JSON, whoever logs it, and carries what was under way."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator

import pytest

from app.lib import discreet_logging, json_lines
from app.lib.json_lines import JsonLine

ADDRESS = "ana@igp.example"


@pytest.fixture(autouse=True)
def installed() -> Iterator[None]:
    discreet_logging.install()
    json_lines.install()
    yield
    json_lines.end()


def written(capsys: pytest.CaptureFixture[str]) -> list[dict[str, object]]:
    """The lines on standard error, each read as JSON."""
    return [json.loads(line) for line in capsys.readouterr().err.splitlines()]


def test_a_line_says_when_how_grave_who_and_what(capsys: pytest.CaptureFixture[str]) -> None:
    logging.getLogger("some.library").warning("said “%s”\nand more", "é")
    (line,) = written(capsys)
    assert line.pop("at")
    assert line == {"level": "warning", "logger": "some.library", "message": "said “é”\nand more"}


def test_the_lines_of_a_request_carry_its_id(capsys: pytest.CaptureFixture[str]) -> None:
    json_lines.begin(request="abc")
    logging.getLogger("app.x").info("first")
    json_lines.end()
    logging.getLogger("app.x").info("second")
    assert [line.get("request") for line in written(capsys)] == ["abc", None]


def test_only_known_facts_are_written_down(capsys: pytest.CaptureFixture[str]) -> None:
    known = {"status": 200, "error": "ValueError"}
    logging.getLogger("app.x").info("done", extra={**known, "email": ADDRESS, "user": {"name": "Ana"}})
    (line,) = written(capsys)
    assert {name: line[name] for name in known} == known
    assert "email" not in line
    assert "user" not in line


def test_an_exception_stays_on_its_line_without_its_words(capsys: pytest.CaptureFixture[str]) -> None:
    try:
        raise ValueError(ADDRESS)
    except ValueError:
        logging.getLogger("app.x").exception("failed for %s", ADDRESS)
    (line,) = written(capsys)
    assert "ValueError" in str(line["exception"])
    assert "test_json_lines.py" in str(line["exception"])
    assert line["message"] == "failed for …@…"
    assert ADDRESS not in json.dumps(line)


def test_installing_again_writes_no_line_twice(capsys: pytest.CaptureFixture[str]) -> None:
    json_lines.install()
    logging.getLogger("app.x").info("once")
    assert len(written(capsys)) == 1


def test_a_library_with_a_format_of_its_own_goes_the_way_of_all(capsys: pytest.CaptureFixture[str]) -> None:
    stubborn = logging.getLogger("a.stubborn.library")
    stubborn.addHandler(logging.StreamHandler())
    json_lines.adopt("a.stubborn.library")
    stubborn.warning("said")
    assert [line["message"] for line in written(capsys)] == ["said"]


def test_the_web_server_writes_such_lines_too(capsys: pytest.CaptureFixture[str]) -> None:
    from gunicorn.config import Config

    from app.web.server_lines import ServerLog

    log = ServerLog(Config())
    assert all(isinstance(handler.formatter, JsonLine) for handler in log.error_log.handlers)
    log.error("Error handling request %s", "/r/" + "A" * 30)
    assert [line["message"] for line in written(capsys)] == ["Error handling request /r/…"]
    for handler in list(log.error_log.handlers):
        log.error_log.removeHandler(handler)
