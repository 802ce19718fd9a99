"""A letter to correspondents before it goes out, in both languages, as it will look for one of the delegations."""

from __future__ import annotations

from typing import NamedTuple

from flask import Response, current_app

from app.emails import placeholders
from app.emails.content import Content
from app.models import Body, Event, Language, LetterKind
from app.organiser.door import bp
from app.services import delegation_page, letter_previews, letter_specimens, letter_texts, network
from app.web import access
from app.web.event_pages import event_of_user
from app.web.headers import LETTER_POLICY
from app.web.locale import language


class Shown(NamedTuple):
    """A letter in a language, for a delegation."""

    kind: LetterKind
    spoken: Language
    body: Body
    content: Content


@bp.get(
    "/events/<slug>/delegations/<code>/letter/<any(convocation, reminder):kind>/<any(en, fr):spoken>",
)
@access.allow(access.ORGANISERS)
def delegation_letter(slug: str, code: str, kind: str, spoken: str) -> Response:
    """The letter as a mail program shows it, for the frame of its page."""
    event, body = event_of_user(slug), delegation_page.body_of(code)
    content = _written(event, LetterKind(kind), body, Language(spoken))
    return Response(content.html, headers={"Content-Security-Policy": LETTER_POLICY})


def in_both_languages(event: Event, kind: LetterKind, body: Body | None) -> list[Shown]:
    """The letter for a delegation, in the reader's language first; nothing where there is no delegation."""
    if body is None:
        return []
    order = sorted(Language, key=lambda each: each.value != language())
    return [Shown(kind, spoken, body, _written(event, kind, body, spoken)) for spoken in order]


def _written(event: Event, kind: LetterKind, body: Body, spoken: Language) -> Content:
    """To an invented correspondent; in place of the way in stands the page of the event."""
    words = letter_texts.present(event.id, kind, spoken).words
    specimen = letter_specimens.of_delegation(event, spoken, body.id)
    content = letter_previews.preview(event, kind, spoken, words, specimen)
    config = current_app.extensions["config"]
    known = {placeholders.SITE: config.base_url.rstrip("/"), placeholders.CONTACT: network.answers_to(config)}
    return Content(*(placeholders.fill(part, known) for part in content))
