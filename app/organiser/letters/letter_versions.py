"""The versions of a letter: looked at, taken again; and the way back to the standard words."""

from __future__ import annotations

from flask import flash, redirect, render_template, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.extensions import db
from app.models import Event, Language, LetterKind
from app.organiser.door import bp
from app.organiser.letters.letter_texts import ADDRESS, addressed, id_of, tell, wording_url
from app.services import letter_texts as texts
from app.services import letter_wording as wording
from app.services.errors import DomainError, EditedMeanwhile
from app.services.wording_errors import UnusableWords
from app.web import access
from app.web.event_pages import acting, event_of_user
from app.web.locale import language


@bp.get(ADDRESS + "/versions")
@access.allow(access.ORGANISERS)
def letter_text_versions(slug: str, kind: str, code: str) -> str:
    """All versions, the last first, with the hand that saved them."""
    return versions(*addressed(event_of_user(slug), kind, code))


def versions(event: Event | None, letter: LetterKind, spoken: Language) -> str:
    """The page of the versions."""
    return render_template(
        "organiser/letters/versions.html",
        event=event,
        kind=letter,
        spoken=spoken,
        held=texts.present(id_of(event), letter, spoken),
        versions=texts.history(id_of(event), letter, spoken),
    )


@bp.get(ADDRESS + "/versions/<int:number>")
@access.allow(access.ORGANISERS)
def letter_text_version(slug: str, kind: str, code: str, number: int) -> str:
    """One version, as it was saved."""
    return one_version(*addressed(event_of_user(slug), kind, code), number)


def one_version(event: Event | None, letter: LetterKind, spoken: Language, number: int) -> str:
    """The page of a version."""
    version = texts.one_version(id_of(event), letter, spoken, number)
    held = texts.present(id_of(event), letter, spoken)
    words = held.without if version.standard else texts.words_of(version)
    return render_template(
        "organiser/letters/version.html",
        event=event, kind=letter, spoken=spoken, version=version, words=words, held=held,
    )  # fmt: skip


@bp.post(ADDRESS + "/versions/<int:number>/take")
@access.allow(access.ORGANISERS)
def letter_text_take(slug: str, kind: str, code: str, number: int) -> Response:
    """Let an earlier version hold again."""
    return take(*addressed(event_of_user(slug), kind, code), number)


def take(event: Event | None, letter: LetterKind, spoken: Language, number: int) -> Response:
    """The same, whoever's letter it is."""
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
    return back(*addressed(event_of_user(slug), kind, code))


def back(event: Event | None, letter: LetterKind, spoken: Language) -> Response:
    """The same, whoever's letter it is."""
    try:
        saved = wording.back_to_standard(event, letter, spoken, _seen(), acting())
        db.session.commit()
    except EditedMeanwhile as error:
        return _refused(event, letter, spoken, error)
    return _done(event, letter, spoken, saved is not None)


def _seen() -> int:
    """The last version that the page showed; 0, which is never the last of several, if that was tampered with."""
    return request.form.get("version", 0, type=int)


def _done(event: Event | None, kind: LetterKind, spoken: Language, changed: bool) -> Response:
    if changed:
        tell(event, kind, spoken, _("The letter goes out in these words from now on."))
    else:
        flash(_("Nothing was changed."), "info")
    return _versions(event, kind, spoken)


def _refused(event: Event | None, kind: LetterKind, spoken: Language, error: DomainError) -> Response:
    db.session.rollback()
    flash(error.wording(language()), "stop")
    return _versions(event, kind, spoken)


def _versions(event: Event | None, kind: LetterKind, spoken: Language) -> Response:
    address = wording_url("letter_text_versions", event, kind=kind.value, code=spoken.value)
    return redirect(address, code=303)
