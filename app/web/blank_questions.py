"""The questions of a form that nobody has answered yet: each is drawn once, and looks the same for the next reader.

What a question looks like follows from its words, its field and the language (docs/decisions/0038). One with an answer or an
error, or of another kind, is drawn anew: nothing that somebody has typed is kept.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any

from markupsafe import Markup
from wtforms import BooleanField, Field, RadioField, SelectField, StringField, TextAreaField

from app.web.locale import language

_MOST = 1_000  # more than all forms ask in both languages
_TYPED = frozenset({BooleanField, StringField, TextAreaField})
_CHOSEN = frozenset({RadioField, SelectField})  # whose beginning is the page's, one of a few codes
Macro = Callable[..., Markup]


def drawn_once(macro: Macro) -> Macro:
    """A macro that draws a field, and keeps what it has drawn of blank ones: `{% set field = drawn_once(_field) %}`."""
    kept: dict[Hashable, Markup] = {}

    def field(asked: Field, **said: Any) -> Markup:
        key = _key(asked, said) if _is_blank(asked) else None
        if key is None:
            return macro(asked, **said)
        drawn = kept.get(key)
        if drawn is None:
            if len(kept) >= _MOST:
                kept.clear()
            drawn = kept[key] = macro(asked, **said)
        return drawn

    return field


def _is_blank(asked: Field) -> bool:
    kind = asked.__class__
    return (kind in _CHOSEN or (kind in _TYPED and not asked.data)) and not (asked.raw_data or asked.errors)


def _key(asked: Any, said: dict[str, Any]) -> Hashable:
    """All that the look of a blank question follows from; None where that cannot be told, as of a macro's own content."""
    chosen = (asked.data, _held(asked.choices)) if asked.__class__ in _CHOSEN else None
    drawing = asked.__class__, asked.widget, asked._datalist, _held(asked.render_kw), _held(vars(asked.flags))
    words = language(), asked.id, asked.name, str(asked.label.text), str(asked.description), chosen
    key = (drawing, words, tuple([(name, value.__class__, _held(value)) for name, value in said.items()]))
    try:
        hash(key)
    except TypeError:
        return None
    return None if "caller" in said else key


def _held(value: Any) -> Any:
    """The content of a value that may be changed later."""
    if value.__class__ is dict:
        return tuple(value.items())
    return tuple(value) if value.__class__ is list else value
