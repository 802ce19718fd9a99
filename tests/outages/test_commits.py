"""What the page says of a form is what became of it: nothing, all of it, or nobody knows."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event, select
from sqlalchemy.exc import OperationalError

from app.extensions import db
from app.lib.clock import now
from app.models import Setting
from app.web import access
from tests.pages import Visitor

OURS = {"Sec-Fetch-Site": "same-origin"}


@pytest.fixture
def posted(
    app: Flask, client: Visitor, monkeypatch: pytest.MonkeyPatch
) -> Callable[[Callable[[], str]], Any]:
    """Send a form to a view that does something."""

    def post(view: Callable[[], str]) -> Any:
        stated: Any = lambda **_: view()  # noqa: E731
        stated.access_rule = access.ANYONE
        monkeypatch.setitem(app.view_functions, "public.find_registration", stated)
        monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", False)
        return client.post("/find-my-registration", data={"email": "ana@igp.example"}, headers=OURS)

    return post


def _write() -> None:
    db.session.add(Setting(name="as_a_test_wants_it", value=1, changed_at=now()))
    db.session.flush()


def _gone() -> None:
    raise OperationalError("SELECT", {}, Exception(), connection_invalidated=True)


def _stored() -> bool:
    db.session.rollback()
    return db.session.scalar(select(Setting.name).where(Setting.name == "as_a_test_wants_it")) is not None


def test_it_fails_before_the_commit(posted: Callable[[Callable[[], str]], Any]) -> None:
    def view() -> str:
        _write()
        _gone()
        return ""

    answer = posted(view)
    assert answer.status_code == 503
    assert "nothing was stored" in answer.text
    assert "ana@igp.example" in answer.text
    assert not _stored()


def test_it_fails_after_the_commit(posted: Callable[[Callable[[], str]], Any]) -> None:
    def view() -> str:
        _write()
        db.session.commit()
        _gone()
        return ""

    answer = posted(view)
    assert answer.status_code == 503
    assert "What you sent is stored" in answer.text
    assert "ana@igp.example" not in answer.text, "it is not to be sent again"
    assert _stored()


def test_the_line_breaks_within_the_commit(posted: Callable[[Callable[[], str]], Any]) -> None:
    def view() -> str:
        _write()
        event.listen(db.engine, "commit", lambda _connection: _gone(), once=True)
        db.session.commit()
        return ""

    answer = posted(view)
    assert answer.status_code == 503
    assert "Look whether it is there" in answer.text
    assert "ana@igp.example" not in answer.text


def test_a_point_within_the_unit_is_no_commit(posted: Callable[[Callable[[], str]], Any]) -> None:
    def view() -> str:
        with db.session.begin_nested():
            _write()
        _gone()
        return ""

    assert "nothing was stored" in posted(view).text
    assert not _stored()
