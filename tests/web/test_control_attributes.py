"""The attributes of controls are what WTForms itself would write."""

from __future__ import annotations

from importlib.util import find_spec, module_from_spec
from typing import Any

import pytest
from flask import Flask
from markupsafe import Markup
from wtforms import widgets

from app.web.control_attributes import attributes


def of_the_library() -> Any:
    """The library's own, from a copy of the module in which nothing was replaced."""
    spec = find_spec("wtforms.widgets.core")
    assert spec is not None
    assert spec.loader is not None
    copy = module_from_spec(spec)
    spec.loader.exec_module(copy)
    return copy.html_params


@pytest.mark.parametrize(
    "given",
    [
        {},
        {
            "id": "name",
            "class_": "form-control",
            "data_some_words": "a",
            "aria_label": "b",
            "aria-describedby": "c",
        },
        {"required": False, "checked": True, "value": "", "rows": 2, "size": None},
        {"value": "\"><script>'&"},
        {"value": Markup('<b title="x">')},
        {"placeholder": "« Élodie »", "data-search": "a|b"},
    ],
)
def test_they_are_the_same(given: dict[str, Any]) -> None:
    theirs = of_the_library()
    assert theirs is not attributes
    assert attributes(**given) == theirs(**given)


def test_the_widgets_use_them(app: Flask) -> None:
    assert widgets.core.html_params is attributes
    assert widgets.Input.html_params is attributes
