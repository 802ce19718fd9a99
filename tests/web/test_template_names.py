"""Templates take macros from one another, and all of them know the same names."""

from __future__ import annotations

from flask import Flask
from jinja2 import DictLoader

from app.web.template_names import SameNames


def test_what_is_imported_knows_what_every_template_knows(app: Flask) -> None:
    pages = app.jinja_env.overlay(
        loader=DictLoader(
            {
                "macros.html": "{% macro said() %}{{ _('Calendar') }} {{ sprite is defined }} {{ own is defined }}{% endmacro %}",
                "page.html": "{% from 'macros.html' import said %}{{ said() }} {{ own }}",
            }
        )
    )
    with app.test_request_context("/?lang=fr"):
        page = pages.get_template("page.html")
        assert page.render(own="x") == "Calendrier True False x"
        assert page.render(own="y") == "Calendrier True False y"


def test_templates_are_read_so(app: Flask) -> None:
    assert app.jinja_env.context_class is SameNames
    with app.test_request_context("/"):
        assert app.jinja_env.from_string("{% macro one() %}1{% endmacro %}{{ one() }}").render() == "1"
