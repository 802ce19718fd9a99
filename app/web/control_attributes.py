"""The attributes of the controls of forms, as WTForms writes them and in a tenth of the time: a form has some two hundred."""

from __future__ import annotations

from importlib import import_module

from flask import Flask
from markupsafe import Markup, escape
from wtforms import widgets


def init_app(_app: Flask) -> None:
    """Let the widgets of WTForms write their attributes so."""
    import_module("wtforms.widgets.core").html_params = attributes  # type: ignore[attr-defined]
    widgets.Input.html_params = staticmethod(attributes)  # type: ignore[method-assign]


def attributes(**given: object) -> Markup:
    """Attributes in the order of their names: one that is True stands alone, one that is False goes."""
    said = [(_written(name), value) for name, value in sorted(given.items()) if value is not False]
    return Markup(" ".join([name if value is True else f'{name}="{_quoted(value)}"' for name, value in said]))  # noqa: S704


def _written(name: str) -> str:
    name = name.rstrip("_")
    return name.replace("_", "-") if name.startswith(("data_", "aria_")) else name


def _quoted(value: object) -> str:
    return str(escape(value)).replace('"', "&quot;")  # which escaped markup may still hold
