"""A letter before it goes out: as text beside the choice of a person, as the mail program shows it, as a test to oneself."""

from __future__ import annotations

import base64
from dataclasses import dataclass

from flask import Response, current_app, flash, redirect, render_template, request
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response as Answer

from app.documents import desk_codes
from app.emails import messages, placeholders
from app.emails.content import Content
from app.extensions import db
from app.models import Event, Language, LetterKind
from app.models.labels import label
from app.organiser.door import bp
from app.organiser.letters import letter_text_form
from app.organiser.letters.letter_text_form import LetterTextForm
from app.organiser.letters.letter_texts import ADDRESS, addressed, id_of, page, refused, wording_url
from app.services import letter_previews as previews
from app.services import letter_specimens as specimens
from app.services import letter_texts as texts
from app.services import network
from app.services.errors import DomainError, NotFound
from app.services.shown_names import Viewer, shown_name
from app.services.wording_errors import UnusableWords
from app.web import access, units
from app.web.event_pages import event_of_user
from app.web.formatting import affiliation
from app.web.locale import language
from app.web.url_numbers import LARGEST

Page = str | Answer | tuple[str, int]
# A letter carries its styles in its tags, as mail programs want it. It may be looked at, and can do nothing else.
_POLICY = "; ".join(
    (
        "default-src 'none'",
        "style-src 'unsafe-inline'",
        "img-src data:",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
        "sandbox allow-popups allow-popups-to-escape-sandbox allow-top-navigation-by-user-activation",
    )
)


@dataclass(frozen=True)
class _Asked:
    """What a preview is asked for: the letter, the words in question, and for whom."""

    event: Event | None  # None: the letter of all events
    shown_at: Event  # for somebody of which it is shown
    kind: LetterKind
    spoken: Language
    form: LetterTextForm
    chosen: int | None


@bp.route(ADDRESS + "/preview", methods=["GET", "POST"])
@access.allow(access.ORGANISERS)
@units.reads_only
def letter_text_preview(slug: str, kind: str, code: str) -> Page:
    """The words that hold, or those that were typed and are not saved yet, for somebody of the event."""
    event = event_of_user(slug)
    return preview(event, event, kind, code)


def preview(event: Event | None, shown_at: Event, kind: str, code: str) -> Page:
    """The same, whoever's letter it is."""
    asked = _asked(event, shown_at, kind, code)
    try:
        content, chosen = _content(asked)
    except UnusableWords as error:
        return _unusable(asked, error)
    return render_template(
        "organiser/letters/preview.html",
        event=asked.event,
        shown_at=asked.shown_at,
        kind=asked.kind,
        spoken=asked.spoken,
        form=asked.form,
        typed=request.method == "POST",
        content=content,
        chosen=chosen,
        people=_people(asked),
        for_participants=specimens.is_for_participants(asked.kind),
    )


@bp.route(ADDRESS + "/preview/html", methods=["GET", "POST"])
@access.allow(access.ORGANISERS)
@units.reads_only
def letter_text_html(slug: str, kind: str, code: str) -> Page:
    """The same as a mail program shows it: a page of its own, whose policy lets it do nothing."""
    event = event_of_user(slug)
    return as_html(event, event, kind, code)


def as_html(event: Event | None, shown_at: Event, kind: str, code: str) -> Page:
    """The same, whoever's letter it is."""
    asked = _asked(event, shown_at, kind, code)
    try:
        content, _chosen = _content(asked)
    except UnusableWords as error:
        return _unusable(asked, error)
    picture = base64.b64encode(desk_codes.png(previews.TEST_CODE)).decode()
    html = content.html.replace(messages.DESK_CODE, f"data:image/png;base64,{picture}")
    return Response(html, headers={"Content-Security-Policy": _POLICY})


@bp.post(ADDRESS + "/test")
@access.allow(access.ORGANISERS)
def letter_text_test(slug: str, kind: str, code: str) -> Page:
    """Send the letter, in the words in question, to whoever is signed in."""
    event = event_of_user(slug)
    return test(event, event, kind, code)


def test(event: Event | None, shown_at: Event, kind: str, code: str) -> Page:
    """The same, whoever's letter it is."""
    asked = _asked(event, shown_at, kind, code)
    try:
        shown = previews.specimen(asked.shown_at, asked.kind, asked.spoken, asked.chosen)
        words, general = asked.form.words(), asked.event is None
        previews.send_test(
            asked.shown_at, asked.kind, asked.spoken, words, shown, current_user, general=general
        )
        db.session.commit()
    except UnusableWords as error:
        return _unusable(asked, error)
    sent = _("A test is on its way to %(address)s.", address=current_user.email)
    if "unsaved" not in request.form:
        flash(sent, "ok")
        address = wording_url("letter_text_preview", event, kind=kind, code=code, person=asked.chosen)
        return redirect(address, code=303)
    asked = _asked(event, shown_at, kind, code)
    return page(asked.event, asked.kind, asked.spoken, asked.form, told=sent)


def _asked(event: Event | None, shown_at: Event, kind: str, code: str) -> _Asked:
    _event, letter, spoken = addressed(event, kind, code)
    held = texts.present(id_of(event), letter, spoken)
    form = letter_text_form.made_for(held.words, held.version)
    return _Asked(event, shown_at, letter, spoken, form, _chosen())


def _chosen() -> int | None:
    """Whom the letter is to be shown for; None where nobody is chosen.

    Raises:
        NotFound: it is no number that a row can have.
    """
    typed = request.values.get("person")
    if not typed:
        return None
    if not (typed.isascii() and typed.isdigit() and int(typed[:20]) <= LARGEST):
        raise NotFound
    return int(typed)


def _content(asked: _Asked) -> tuple[Content, int | None]:
    """The letter with the addresses that the installation knows, and for whom it is shown."""
    shown = previews.specimen(asked.shown_at, asked.kind, asked.spoken, asked.chosen)
    words, general = asked.form.words(), asked.event is None
    content = previews.preview(asked.shown_at, asked.kind, asked.spoken, words, shown, general=general)
    config = current_app.extensions["config"]
    known = {placeholders.SITE: config.base_url.rstrip("/"), placeholders.CONTACT: network.answers_to(config)}
    filled = Content(*(placeholders.fill(part, known) for part in content))
    return filled, shown.source.id if shown.source else asked.chosen


def _unusable(asked: _Asked, error: DomainError) -> Page:
    """Back to the form, with what is wrong beside its fields."""
    status, _now_there = refused(asked.form, error, asked.event, asked.kind, asked.spoken)
    return page(asked.event, asked.kind, asked.spoken, asked.form), status


def _people(asked: _Asked) -> list[tuple[int, str]]:
    """Whom one can choose, in words."""
    if not specimens.is_for_participants(asked.kind):
        own = Language(language())
        return [(body.id, body.name.in_language(own.value)) for body in specimens.delegations(own)]
    return [
        (row.id, f"{shown_name(row, Viewer.OTHERS, language()).full} – {affiliation(row)} – {label(row.status, language())}")
        for row in specimens.persons(asked.shown_at, asked.kind)
    ]  # fmt: skip
