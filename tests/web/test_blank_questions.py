"""A question without an answer is drawn once; what somebody has typed, and what is wrong, is drawn anew and not kept."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask, g
from flask_babel import lazy_gettext as _l
from markupsafe import Markup
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, Form, IntegerField, RadioField, StringField

from app.web.blank_questions import drawn_once

pytestmark = pytest.mark.sqlite_only


class Questions(Form):
    name = StringField(_l("Given name"))
    lists = BooleanField("Lists")
    mode = RadioField("Mode", choices=[("a", "A"), ("b", "B")])
    number = IntegerField("Number")


class Drawing:
    """A macro that counts how often it draws."""

    def __init__(self) -> None:
        self.times = 0
        self.field = drawn_once(self)

    def __call__(self, asked: Any, **said: Any) -> Markup:
        self.times += 1
        shown = asked.data, asked.errors, asked.label.text, list(getattr(asked, "choices", [])), said
        return Markup("{}").format(repr([str(part) for part in shown]))


@pytest.fixture
def drawing(app: Flask) -> Any:
    with app.test_request_context("/?lang=en"):
        yield Drawing()


def test_a_blank_one_is_drawn_once(drawing: Drawing) -> None:
    first = [
        drawing.field(Questions()[name], hint="x", notes={"a": "b"}) for name in ("name", "lists", "mode")
    ]
    again = [
        drawing.field(Questions()[name], hint="x", notes={"a": "b"}) for name in ("name", "lists", "mode")
    ]
    assert first == again
    assert drawing.times == 3


def test_other_words_make_another_one(drawing: Drawing) -> None:
    for said in ({}, {"hint": "x"}, {"hint": "y"}, {"rows": 1}, {"rows": True}, {"notes": {"a": "b"}}):
        assert drawing.field(Questions().name, **said) == drawing.field(Questions().name, **said)
    assert drawing.times == 6


def test_each_language_has_its_own(app: Flask) -> None:
    drawing, drawn = Drawing(), []
    for language in ("en", "fr"):
        with app.test_request_context("/"):
            g.spoken = language
            drawn.append(drawing.field(Questions().name))
    assert "Given name" in drawn[0]
    assert "Prénom" in drawn[1]


def test_what_is_chosen_beforehand_counts(drawing: Drawing) -> None:
    drawn = {drawing.field(Questions(data={"mode": chosen}).mode) for chosen in (None, "a", "b")}
    longer = Questions()
    longer.mode.choices = [("a", "A")]
    assert len(drawn | {drawing.field(longer.mode)}) == 4


@pytest.mark.parametrize("sent", [{"name": "Ana"}, {"lists": "y"}, {"mode": "b"}])
def test_an_answer_is_drawn_each_time(drawing: Drawing, sent: dict[str, str]) -> None:
    (name,) = sent
    for _ in range(2):
        assert sent[name] in drawing.field(Questions(MultiDict(sent))[name]) or name == "lists"
    assert drawing.times == 2


def test_what_stands_there_already_is_drawn_each_time(drawing: Drawing) -> None:
    for name in ("Ana", "Ion"):
        assert name in drawing.field(Questions(data={"name": name}).name)
    assert drawing.times == 2


def test_an_error_and_a_part_of_the_page_s_own_are_drawn_each_time(drawing: Drawing) -> None:
    wrong = Questions()
    wrong.name.errors = ["missing"]
    for _ in range(2):
        assert "missing" in drawing.field(wrong.name)
        drawing.field(Questions().name, caller=len)
    assert drawing.times == 4


def test_a_field_of_another_kind_is_drawn_each_time(drawing: Drawing) -> None:
    for _ in range(2):
        drawing.field(Questions().number)
        drawing.field(Questions().name, notes={"a": ["b"]})
    assert drawing.times == 4
