"""How the letters of an event are worded: the list of them, and one letter in one language."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.emails import goings_out, letters, meanings
from app.extensions import db
from app.models import Event, Language, LetterKind
from app.models.labels import label
from app.organiser import form_pages
from app.organiser.door import bp
from app.organiser.letters import letter_text_form
from app.organiser.letters.letter_text_form import LetterTextForm
from app.services import letter_texts as texts
from app.services import letter_wording as wording
from app.services.errors import DomainError, EditedMeanwhile, NotFound
from app.services.wording_errors import UnusableWords
from app.web import access
from app.web.event_pages import acting, event_of_user
from app.web.forms import sent
from app.web.locale import language

Page = str | Response | tuple[str, int]
ADDRESS = "/events/<slug>/letters/texts/<kind>/<any(en, fr):code>"


@bp.get("/events/<slug>/letters/texts")
@access.allow(access.ORGANISERS)
def letter_texts(slug: str) -> Page:
    """All letters that organisers word, by the time at which people meet them."""
    return overview(event_of_user(slug))


def overview(event: Event | None) -> str:
    """The letters of an event; without one, those of all events."""
    standings = {standing.kind: standing for standing in texts.overview(id_of(event))}
    return render_template(
        "organiser/letters/texts.html", event=event, groups=goings_out.GROUPS, standings=standings
    )


@bp.route(ADDRESS, methods=["GET", "POST"])
@access.allow(access.ORGANISERS)
def letter_text(slug: str, kind: str, code: str) -> Page:
    """One letter in one language. What was typed may come from its preview, or begin with the standard words."""
    return worded(*addressed(event_of_user(slug), kind, code))


def worded(event: Event | None, letter: LetterKind, spoken: Language) -> Page:
    """The form, and what becomes of it once it is sent."""
    held = texts.present(id_of(event), letter, spoken)
    form, status, now_there = letter_text_form.made_for(held.words, held.version), 200, None
    if "standard" in request.form:
        form = letter_text_form.made_for(held.without, form_pages.version_in(form), as_stored=True)
    elif "edit" not in request.form and sent(form):
        try:
            saved = wording.save(event, letter, spoken, form.words(), form_pages.version_in(form), acting())
            db.session.commit()
            return _saved(event, letter, spoken, saved is not None)
        except DomainError as error:
            status, now_there = refused(form, error, event, letter, spoken)
    return page(event, letter, spoken, form, now_there), status


def addressed(event: Event | None, kind: str, code: str) -> tuple[Event | None, LetterKind, Language]:
    """Whose letter, which one, and in which language an address means; no event: the one of all events."""
    try:
        return event, LetterKind(kind), Language(code)
    except ValueError:
        raise NotFound from None


def id_of(event: Event | None) -> int | None:
    """By which words are kept."""
    return event.id if event is not None else None


@bp.app_template_global()
def wording_url(page: str, event: Event | None, **values: Any) -> str:
    """The address of a page about the words of letters, of an event or of all events."""
    if event is None:
        return url_for(f"organiser.settings_{page}", **values)
    return url_for(f"organiser.{page}", slug=event.slug, **values)


def refused(
    form: LetterTextForm, error: DomainError, event: Event | None, kind: LetterKind, spoken: Language
) -> tuple[int, texts.Present | None]:
    """Put a refusal beside the form; the status code, and what somebody else has saved meanwhile."""
    if isinstance(error, UnusableWords):
        db.session.rollback()
        return letter_text_form.blame(form, error, kind), None
    status = form_pages.refused(form, error)
    if not isinstance(error, EditedMeanwhile):
        return status, None
    held = texts.present(id_of(event), kind, spoken)
    form.version.data = str(held.version)
    return status, held


def page(
    event: Event | None,
    kind: LetterKind,
    spoken: Language,
    form: LetterTextForm,
    now_there: texts.Present | None = None,
    told: str = "",
) -> str:
    """The page on which a letter is worded."""
    return render_template(
        "organiser/letters/text.html",
        event=event,
        kind=kind,
        spoken=spoken,
        form=form,
        held=texts.present(id_of(event), kind, spoken),
        now_there=now_there,
        told=told,
        when=goings_out.when(kind),
        placeholders=[(letter_text_form.marker(name), meanings.MEANINGS[name]) for name in _names(kind)],
        in_subject=[letter_text_form.marker(name) for name in letters.TYPES[kind].allowed("subject")],
    )


def _names(kind: LetterKind) -> list[str]:
    """What the text of a letter may ask for, its own first."""
    letter = letters.TYPES[kind]
    first = ("particulars", *letter.own)
    return [*first, *(name for name in letter.placeholders if name not in first)]


def _saved(event: Event | None, kind: LetterKind, spoken: Language, changed: bool) -> Response:
    if changed:
        tell(event, kind, spoken, _("The letter is saved. It goes out in these words from now on."))
    else:
        flash(_("Nothing was changed."), "info")
    return redirect(wording_url("letter_texts", event, _anchor=kind.value), code=303)


def tell(event: Event | None, kind: LetterKind, spoken: Language, words: str) -> None:
    """Say that a letter is worded anew, and that the other language still has to follow."""
    flash(words, "ok")
    behind = texts.present(id_of(event), kind, spoken).behind
    if behind is not None:
        flash(
            _(
                "%(language)s: the letter is not adapted yet.",
                language=label(behind, language()).capitalize(),
            ),
            "warn",
        )
