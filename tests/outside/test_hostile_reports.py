"""Reports of a meeting that somebody hands in to harm: a clear message within seconds, and nobody becomes present."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from flask import Flask
from werkzeug.datastructures import FileStorage

from app.extensions import db
from app.models import CheckIn, Event
from tests.factories.events import an_event, moment
from tests.factories.registrations import a_registration
from tests.factories.users import an_administrator
from tests.outside.running import Running
from tests.outside.test_hostile_imports import HARMFUL, number
from tests.outside.visitor import Outsider
from tests.pages import Page
from tests.signing_in import sign_in

pytestmark = pytest.mark.sqlite_only  # what is refused never comes to the database
_HEAD = "Name (Original Name),User Email,Join Time,Leave Time,Duration (Minutes)\n"
_NAMES = [
    '"<script>alert(1)</script>"',
    '"=cmd|x"',
    "\u202egnp.exe",
    "{{7*191}}",
    '"' + "(" * 1_000 + '"',
    "a " * 900,
]
REPORTS: dict[str, Callable[[], bytes]] = {
    **HARMFUL,
    "a million joins": lambda: (_HEAD + "x,,2027-06-09 09:00,2027-06-09 10:00,60\n" * 1_000_000).encode(),
    "times of another age": lambda: (_HEAD + "x,,0001-01-01 00:00,9999-12-31 23:59,60\n").encode(),
    "times without end": lambda: (_HEAD + f"x,,{'9' * 1_900},2027-06-09 10:00,60\n").encode(),
    "minutes without end": lambda: f"Name,Duration\nx,{'9' * 1_900}\n".encode(),
}


@pytest.fixture
def event(app: Flask) -> Event:
    made = an_event(starts_at=moment(-1, 9), closes_at=None)
    a_registration(made)
    return made


def handed_in(outsider: Outsider, slug: str, content: bytes) -> tuple[int, Page]:
    address = f"/organiser/events/{slug}/presence"
    page = outsider.visit(address)
    fields: dict[str, object] = {
        **page.fields("main form"),
        "file": FileStorage(io.BytesIO(content), "../report.csv"),
    }
    answer = outsider.post(address, fields, files=True)
    return answer.status_code, Page(outsider, answer)  # type: ignore[arg-type]


@pytest.mark.parametrize("what", REPORTS)
def test_nobody_is_present_by_a_harmful_report(
    app: Flask, running: Running, outsider: Outsider, event: Event, what: str
) -> None:
    slug = event.slug
    sign_in(outsider, an_administrator())  # type: ignore[arg-type]
    before = number(CheckIn)
    status, page = handed_in(outsider, slug, REPORTS[what]())
    assert status in {413, 422}, page.text[:500]
    assert "Traceback" not in page.text
    assert number(CheckIn) == before
    assert outsider.get("/healthz").status_code == 200


def test_harmful_names_are_words_and_change_nothing(
    app: Flask, running: Running, outsider: Outsider, event: Event
) -> None:
    day, slug = event.days[0].isoformat(), event.slug
    sign_in(outsider, an_administrator())  # type: ignore[arg-type]
    before = number(CheckIn)
    rows = [f"{name},,{day} 09:00,{day} 10:00,60\n" for name in _NAMES]
    status, page = handed_in(outsider, slug, (_HEAD + "".join(rows)).encode())
    assert status == 200, page.text[:500]
    assert "<script>alert(1)</script>" in page.text
    assert not [script for script in page.soup.select("script") if "alert" in script.get_text()]
    assert "1337" not in page.text
    assert "\u202e" not in page.text
    assert number(CheckIn) == before
    db.session.rollback()
