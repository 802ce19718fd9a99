"""The addresses of a page are Flask's own, put together once."""

from __future__ import annotations

import pytest
from flask import Flask, url_for
from markupsafe import Markup
from werkzeug.routing import BuildError

NAMED: list[tuple[str, dict[str, object]]] = [
    ("static", {"filename": "css/theme.css"}),
    ("static", {"filename": "img/icons.svg", "_anchor": "find"}),
    ("public.event", {"slug": "trust & control"}),
    ("public.event", {"slug": Markup("a&amp;b")}),
    ("public.calendar", {}),
    ("public.calendar", {"page": 1}),
    ("public.calendar", {"page": True}),
    ("public.calendar", {"page": 1.0}),
    ("public.calendar", {"page": None}),
    ("public.calendar", {"page": ["1", "2"]}),
    ("public.calendar", {"_external": True}),
]

pytestmark = pytest.mark.sqlite_only


def _flask_says(app: Flask, endpoint: str, values: dict[str, object]) -> str:
    return Flask.url_for(app, endpoint, **values)  # type: ignore[arg-type]


def test_each_is_what_flask_says_however_often_it_is_asked(app: Flask) -> None:
    with app.test_request_context("/"):
        for _ in range(2):
            for endpoint, values in NAMED:
                assert url_for(endpoint, **values) == _flask_says(app, endpoint, values)  # type: ignore[arg-type]


def test_a_second_page_does_not_put_it_together_again(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    template = app.jinja_env.from_string("{{ url_for('public.event', slug='kept') }}")
    with app.test_request_context("/"):
        first = template.render()
    monkeypatch.setattr("werkzeug.routing.MapAdapter.build", _refuse)
    with app.test_request_context("/calendar"):
        assert template.render() == first == "/events/kept"


def test_an_installation_below_a_folder_names_its_own(app: Flask) -> None:
    for folder in ("", "/network", "/other"):
        with app.test_request_context("/", environ_overrides={"SCRIPT_NAME": folder}):
            assert url_for("public.event", slug="trust") == f"{folder}/events/trust"


def test_outside_of_a_request_nothing_is_kept(app: Flask) -> None:
    with app.test_request_context("/"):
        assert url_for("public.event", slug="trust") == "/events/trust"
    with app.app_context(), pytest.raises(RuntimeError):
        url_for("public.event", slug="trust")


def test_what_has_no_address_is_said_each_time(app: Flask) -> None:
    with app.test_request_context("/"):
        for _ in range(2):
            with pytest.raises(BuildError):
                url_for("public.nowhere")


def _refuse(*_args: object, **_more: object) -> str:
    raise AssertionError("put together again")
