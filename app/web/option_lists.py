"""A select whose options are written once: a list of a hundred bodies took longer than the rest of its page."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from markupsafe import Markup, escape
from wtforms.widgets import Select

from app.web.control_attributes import attributes

Choice = tuple[str, str, dict[str, str]]


class OptionList(tuple[Choice, ...]):
    """Choices that are kept together with their options: `form.body.choices = OptionList(…)`."""

    @cached_property
    def options(self) -> str:
        """The options, none of them chosen; each begins with its value."""
        return "".join([_option(value, label, more) for value, label, more in self])

    def options_with(self, chosen: str | None) -> str:
        """The options, that of a value chosen."""
        if chosen is None:
            return self.options
        beginning = _beginning(chosen)
        return self.options.replace(beginning, f"{beginning} selected", 1)


class LongSelect(Select):
    """`SelectField(…, widget=LongSelect())`: the select that WTForms writes, best for a field whose choices are an OptionList."""

    def __call__(self, field: Any, **given: Any) -> Markup:
        choices = field.choices if isinstance(field.choices, OptionList) else OptionList(field.choices or ())
        said = attributes(**{"id": field.id, **given, "name": field.name})
        return Markup(f"<select {said}>{choices.options_with(field.data)}</select>")  # noqa: S704


def _option(value: str, label: str, more: dict[str, str]) -> str:
    return f"{_beginning(value)}{' ' if more else ''}{attributes(**more)}>{escape(label or value)}</option>"


def _beginning(value: str) -> str:
    return f'<option value="{escape(value)}"'
