"""A select whose options are written quickly: a list of a hundred bodies took longer than the rest of its page."""

from __future__ import annotations

from typing import Any

from markupsafe import Markup, escape
from wtforms.widgets import Select


class LongSelect(Select):
    """`SelectField(…, widget=LongSelect())`: what WTForms renders, without formatting each attribute of each option."""

    @classmethod
    def render_option(cls, choice: Any, **kwargs: Any) -> Markup:  # type: ignore[override]  # stubs of an older WTForms
        given = {"value": choice.value, **(choice.render_kw or {}), **kwargs}
        attributes = "".join([f' {name}="{escape(str(value))}"' for name, value in given.items()])
        chosen = " selected" if choice.selected else ""
        return Markup(f"<option{attributes}{chosen}>{escape(choice.label or choice.value)}</option>")  # noqa: S704
