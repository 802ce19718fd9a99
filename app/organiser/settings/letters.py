"""The words of letters for all events: the same pages as an event has for its own. An event's own words go before them."""

from __future__ import annotations

from collections.abc import Callable

from flask import flash, redirect
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.models import Event
from app.organiser.door import bp
from app.organiser.letters import letter_previews, letter_texts, letter_versions
from app.organiser.letters.letter_texts import addressed, wording_url
from app.services import letter_specimens
from app.web import access, units

Page = str | Response | tuple[str, int]
ADDRESS = "/settings/letters/<kind>/<any(en, fr):code>"


@bp.get("/settings/letters", endpoint="settings_letter_texts")
@access.allow(access.ADMINISTRATORS)
def all_letters() -> Page:
    """All letters that can be worded."""
    return letter_texts.overview(None)


@bp.route(ADDRESS, methods=["GET", "POST"])
@access.allow(access.ADMINISTRATORS)
def settings_letter_text(kind: str, code: str) -> Page:
    """One letter in one language."""
    return letter_texts.worded(*addressed(None, kind, code))


@bp.route(ADDRESS + "/preview", methods=["GET", "POST"])
@access.allow(access.ADMINISTRATORS)
@units.reads_only
def settings_letter_text_preview(kind: str, code: str) -> Page:
    """As it would go out for somebody of the latest event."""
    return _shown(letter_previews.preview, kind, code)


@bp.route(ADDRESS + "/preview/html", methods=["GET", "POST"])
@access.allow(access.ADMINISTRATORS)
@units.reads_only
def settings_letter_text_html(kind: str, code: str) -> Page:
    """The same as a mail program shows it."""
    return _shown(letter_previews.as_html, kind, code)


@bp.post(ADDRESS + "/test")
@access.allow(access.ADMINISTRATORS)
def settings_letter_text_test(kind: str, code: str) -> Page:
    """Send it to whoever is signed in, under the sender of all letters."""
    return _shown(letter_previews.test, kind, code)


@bp.get(ADDRESS + "/versions")
@access.allow(access.ADMINISTRATORS)
def settings_letter_text_versions(kind: str, code: str) -> Page:
    """All versions, the last first."""
    return letter_versions.versions(*addressed(None, kind, code))


@bp.get(ADDRESS + "/versions/<int:number>")
@access.allow(access.ADMINISTRATORS)
def settings_letter_text_version(kind: str, code: str, number: int) -> Page:
    """One version, as it was saved."""
    return letter_versions.one_version(*addressed(None, kind, code), number)


@bp.post(ADDRESS + "/versions/<int:number>/take")
@access.allow(access.ADMINISTRATORS)
def settings_letter_text_take(kind: str, code: str, number: int) -> Page:
    """Let an earlier version hold again."""
    return letter_versions.take(*addressed(None, kind, code), number)


@bp.post(ADDRESS + "/standard")
@access.allow(access.ADMINISTRATORS)
def settings_letter_text_standard(kind: str, code: str) -> Page:
    """Back to the standard words; the versions stay."""
    return letter_versions.back(*addressed(None, kind, code))


def _shown(show: Callable[[Event | None, Event, str, str], Page], kind: str, code: str) -> Page:
    """A letter needs an event to be shown about; where there is none yet, that is said."""
    event = letter_specimens.latest_event()
    if event is None:
        addressed(None, kind, code)
        flash(_("There is no event yet for which the letter could be shown."), "info")
        return redirect(wording_url("letter_text", None, kind=kind, code=code), code=303)
    return show(None, event, kind, code)
