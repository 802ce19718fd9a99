"""What the tests of the desk do again and again: scan, read the panel, count the log."""

from __future__ import annotations

from sqlalchemy import func, select

from app.extensions import db
from app.models import (
    CheckIn,
)
from tests.pages import Page

BY_SCRIPT = {"X-Desk": "panel"}  # as js/desk/desk.js asks


def scanned(page: Page, typed: str) -> Page:
    return page.submit("form.scan", code=typed)


def heading(page: Page) -> str:
    return page.one(".result h2").get_text()


def lines() -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(CheckIn)) or 0
