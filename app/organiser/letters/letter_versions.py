"""The versions of a letter: looked at, taken again; and the way back to the standard words."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.emails import letters
from app.extensions import db
from app.models import Event, Language, LetterKind
from app.organiser.door import bp
from app.organiser.letters.letter_texts import ADDRESS, addressed, tell
from app.services import letter_texts as texts
from app.services import letter_wording as wording
from app.services.errors import DomainError, EditedMeanwhile
from app.services.wording_errors import UnusableWords
from app.web import access
from app.web.event_pages import acting
from app.web.locale import language


@bp.get(ADDRESS + "/versions")
@access.allow(access.ORGANISERS)
def letter_text_versions(slug: str, kind: str, code: str) -> str:
    """All versions, the last first, with the hand that saved them."""
    event, letter, spoken = addressed(slug, kind, code)
    return render_template(
        "organiser/letters/versions.html",
        event=event,
        kind=letter,
        spoken=spoken,
        held=texts.present(event.id, letter, spoken),
        versions=texts.history(event.id, letter, spoken),
    )


@bp.get(ADDRESS + "/versions/<int:number>")
@access.allow(access.ORGANISERS)
def letter_text_version(slug: str, kind: str, code: str, number: int) -> str:
    """One version, as it was saved."""
    event, letter, spoken = addressed(slug, kind, code)
    version = texts.one_version(event.id, letter, spoken, number)
    words = letters.standard(letter, code) if version.standard else texts.words_of(version)
    held = texts.present(event.id, letter, spoken)
    return render_template(
        "organiser/letters/version.html",
        event=event, kind=letter, spoken=spoken, version=version, words=words, held=held,
    )  # fmt: skip


@bp.post(ADDRESS + "/versions/<int:number>/take")
@access.allow(access.ORGANISERS)
def letter_text_take(slug: str, kind: str, code: str, number: int) -> Response:
    """Let an earlier version hold again."""
    event, letter, spoken = addressed(slug, kind, code)
    try:
        saved = wording.take_again(event, letter, spoken, number, _seen(), acting())
        db.session.commit()
    except (EditedMeanwhile, UnusableWords) as error:
        return _refused(event, letter, spoken, error)
    return _done(event, letter, spoken, saved is not None)


@bp.post(ADDRESS + "/standard")
@access.allow(access.ORGANISERS)
def letter_text_standard(slug: str, kind: str, code: str) -> Response:
    """Back to the standard words; the versions stay."""
    event, letter, spoken = addressed(slug, kind, code)
    try:
        saved = wording.back_to_standard(event, letter, spoken, _seen(), acting())
        db.session.commit()
    except EditedMeanwhile as error:
        return _refused(event, letter, spoken, error)
    return _done(event, letter, spoken, saved is not None)


def _seen() -> int:
    """The last version that the page showed; 0, which is never the last of several, if that was tampered with."""
    return request.form.get("version", 0, type=int)


def _done(event: Event, kind: LetterKind, spoken: Language, changed: bool) -> Response:
    if changed:
        tell(event, kind, spoken, _("The letter goes out in these words from now on."))
    else:
        flash(_("Nothing was changed."), "info")
    return _versions(event, kind, spoken)


def _refused(event: Event, kind: LetterKind, spoken: Language, error: DomainError) -> Response:
    db.session.rollback()
    flash(error.wording(language()), "stop")
    return _versions(event, kind, spoken)


def _versions(event: Event, kind: LetterKind, spoken: Language) -> Response:
    address = url_for("organiser.letter_text_versions", slug=event.slug, kind=kind.value, code=spoken.value)
    return redirect(address, code=303)
