"""What every template knows: the same names, and the words of the reader's language.

A page asks for a hundred messages and takes macros from ten files, so that both are asked for without detours.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, MutableMapping
from functools import lru_cache
from typing import Any

from flask import Flask
from jinja2 import Environment
from jinja2.runtime import Context
from markupsafe import Markup

from app.lib.wording import catalogue
from app.web.blank_questions import drawn_once
from app.web.locale import language
from app.web.page_addresses import keeping

_MESSAGES = 10_000  # more than both languages have together
Blocks = dict[str, Callable[[Context], Iterator[str]]]


class SameNames(Context):
    """Jinja's own notes which global names a template has, and looks for each of them in every file of macros that it imports.

    That was a tenth of a page. We load no template with names of its own, so there is nothing to be found.
    """

    def __init__(
        self,
        environment: Environment,
        parent: dict[str, Any],
        name: str | None,
        blocks: Blocks,
        globals: MutableMapping[str, Any] | None = None,  # noqa: A002 - as Jinja calls it
    ) -> None:
        super().__init__(environment, parent, name, blocks)


def init_app(app: Flask) -> None:
    """Let every template be read so. It comes after Flask-Babel, which brings words of its own."""
    templates = app.jinja_env
    templates.context_class = SameNames
    templates.newstyle_gettext = True  # type: ignore[attr-defined]  # the values of a message are its named arguments
    app.url_for = keeping(app)  # type: ignore[method-assign]
    templates.globals.update(url_for=app.url_for, drawn_once=drawn_once)
    templates.globals.update(
        _=_message, gettext=_message, pgettext=_message_in, ngettext=_counted, npgettext=_counted_in
    )


def _message(message: str, /, **values: object) -> Markup:
    if not values:
        return _plain(language(), message)
    return Markup(catalogue(language()).ugettext(message)) % values  # noqa: S704 - our own words


def _message_in(context: str, message: str, /, **values: object) -> Markup:
    if not values:
        return _plain_in(language(), context, message)
    return Markup(catalogue(language()).upgettext(context, message)) % values  # noqa: S704


def _counted(one: str, many: str, num: int, /, **values: object) -> Markup:
    return Markup(catalogue(language()).ungettext(one, many, num)) % {"num": num, **values}  # noqa: S704


def _counted_in(context: str, one: str, many: str, num: int, /, **values: object) -> Markup:
    return Markup(catalogue(language()).unpgettext(context, one, many, num)) % {"num": num, **values}  # noqa: S704


# Most messages of a page hold no values: they are kept as the page shows them. `%%` is a percent sign in every message.
@lru_cache(maxsize=_MESSAGES)
def _plain(spoken: str, message: str) -> Markup:
    return Markup(catalogue(spoken).ugettext(message)) % {}  # noqa: S704


@lru_cache(maxsize=_MESSAGES)
def _plain_in(spoken: str, context: str, message: str) -> Markup:
    return Markup(catalogue(spoken).upgettext(context, message)) % {}  # noqa: S704
