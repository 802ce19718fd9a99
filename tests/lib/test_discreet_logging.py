"""No log holds an address, a name or the secret of a link, however it came there."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy.exc import IntegrityError

from app.extensions import db
from app.lib import discreet_logging, tokens
from tests.factories.users import a_user

NAME, ADDRESS = "CEBOTARI", "ana@igp.example"


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """What a plain handler writes, as that of the web server does."""
    discreet_logging.install()
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    logging.getLogger().addHandler(handler)
    yield stream
    logging.getLogger().removeHandler(handler)


@pytest.mark.parametrize(
    ("message", "arguments", "shown"),
    [
        ("Error handling request %s", (f"/r/{tokens.new_token()}",), "Error handling request /r/…"),
        ("to %s: failed", ("Ana@igp.example",), "to …@…: failed"),
        ("said: %s", ("no\nDETAIL:  Key (name)=(ANA) exists.",), "said: no"),
        ("%d people", ("CEBOTARI",), "%d people"),
        ("100 % of %s", (), "100 % of %s"),
        (
            "GET /organiser/events/%s/participants",
            ("a-conference",),
            "GET /organiser/events/a-conference/participants",
        ),
    ],
    ids=["path", "address", "detail", "wrong", "percent", "harmless"],
)
def test_a_message_is_discreet(
    log: io.StringIO, message: str, arguments: tuple[str, ...], shown: str
) -> None:
    logging.getLogger("some.library").warning(message, *arguments)
    assert log.getvalue().strip() == shown


def test_a_long_word_is_looked_at_once(log: io.StringIO) -> None:
    """The web server logs a line of a request that it cannot read. Were each of its signs looked at anew, this took hours."""
    logging.getLogger("some.library").warning("Invalid HTTP header: %s and %s", "a/" * 1_000_000, ADDRESS)
    assert log.getvalue().strip().endswith("a/ and …@…")


def test_of_an_exception_stay_kind_and_place(log: io.StringIO) -> None:
    try:
        try:
            int(NAME)
        except ValueError as error:
            raise RuntimeError(NAME) from error
    except RuntimeError:
        logging.getLogger("some.library").exception("failed")
    assert "ValueError" in log.getvalue()
    assert "RuntimeError" in log.getvalue()
    assert "test_discreet_logging.py" in log.getvalue()
    assert NAME not in log.getvalue()


def test_of_a_refusal_of_the_database_stays_its_code(app: Flask, log: io.StringIO) -> None:
    a_user(email=ADDRESS)
    db.session.commit()
    with pytest.raises(IntegrityError) as refused:
        a_user(email=ADDRESS)
    db.session.rollback()
    logging.getLogger("app").error("refused", exc_info=refused.value)
    logging.getLogger("app").error("refused: %s", refused.value)
    assert "IntegrityError" in log.getvalue()
    assert ADDRESS not in log.getvalue()
    assert "DETAIL" not in log.getvalue()


def test_an_error_inside_the_error_page_tells_no_secret(
    app: Flask, log: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = tokens.new_token()

    def fail(*_arguments: object, **_more: object) -> str:
        raise RuntimeError(f"about {ADDRESS} and {token}")

    monkeypatch.setattr("app.web.errors.render_template", fail)
    monkeypatch.setitem(app.config, "PROPAGATE_EXCEPTIONS", False)
    with pytest.raises(RuntimeError):
        app.test_client().get(f"/r/{token}")
    assert "RuntimeError" in log.getvalue()
    assert token not in log.getvalue()
    assert ADDRESS not in log.getvalue()
