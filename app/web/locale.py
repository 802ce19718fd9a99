"""The language and the colours of a page: chosen by the reader, remembered in a cookie."""

from __future__ import annotations

from importlib import import_module

from babel.support import NullTranslations
from flask import Flask, Request, Response, current_app, g, has_app_context, request
from flask_babel import Domain
from flask_login import current_user
from flask_wtf import FlaskForm
from werkzeug.exceptions import HTTPException

from app.lib.bilingual import LANGUAGES
from app.lib.wording import catalogue
from app.web import cookies
from app.web.extensions import babel

COLOURS = ("auto", "light", "dark")
_held = g._get_current_object  # what `g` stands for, without a detour each time


class Words(Domain):
    """The catalogues that all floors read, for the views: Flask-Babel looks for its own anew for each message."""

    def get_translations(self) -> NullTranslations:
        return catalogue(language()) if has_app_context() else NullTranslations()


def init_app(app: Flask) -> None:
    """Choose the language per request and remember an explicit choice."""
    babel.init_app(app, locale_selector=choose_language, default_timezone="UTC")
    words = babel.domain_instance = Words()
    import_module("flask_babel").get_domain = lambda: words  # type: ignore[attr-defined]  # asked for each message
    FlaskForm.Meta.locales = property(lambda _meta: (language(),))  # whose own words WTForms reads once
    app.after_request(_remember)
    app.context_processor(lambda: {"language": language(), "colours": colours()})
    app.add_template_global(can_be_read)


def choose_language() -> str:
    """`lang` of the address or of a button, the cookie, the account or the correspondent's language, the browser's wish, in
    this order; otherwise English.
    """
    forced: str | None = g.get("language")
    for choice in (forced, _asked("lang"), cookies.recalled("lang")):
        if choice in LANGUAGES:
            return str(choice)
    if current_user and current_user.is_authenticated:
        return str(current_user.language.value)
    if g.get("speaks"):
        return str(g.speaks)
    return str(request.accept_languages.best_match(LANGUAGES) or "en")


def language() -> str:
    """The language of the present request: "en" or "fr"; chosen once, because a page asks hundreds of times."""
    held = _held()
    chosen: str | None = held.get("spoken")
    if chosen is None:
        chosen = held.spoken = choose_language()
    return chosen


def colours() -> str:
    """The reader's choice of colours: "auto", "light" or "dark"."""
    choice = cookies.recalled("colours")
    return choice if choice in COLOURS else "auto"


def can_be_read(asked: Request) -> bool:
    """Whether the address of a request can be opened by a link, even if the request itself was a form sent there."""
    if asked.method in {"GET", "HEAD"}:
        return True
    roads = current_app.create_url_adapter(asked)
    return roads is not None and roads.test(method="GET")


def _asked(name: str) -> str | None:
    """A choice in the address or in a form. A form that is too large to be read says nothing: its refusal is a page too."""
    try:
        return request.values.get(name)
    except HTTPException:
        return request.args.get(name)


def _remember(response: Response) -> Response:
    for name, choices in (("lang", LANGUAGES), ("colours", COLOURS)):
        choice = _asked(name)
        if choice is not None and choice in choices and cookies.recalled(name) != choice:
            cookies.remember(response, name, choice)
    return response
