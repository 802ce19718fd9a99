"""A reminder rule before it goes out: to whom, and the letter in both languages."""

from __future__ import annotations

import base64

from flask import Response, current_app, render_template

from app.documents import desk_codes
from app.emails import messages, placeholders
from app.emails.content import Content
from app.emails.correspondents import Correspondence
from app.models import Event, Language, ReminderRule
from app.organiser.door import bp
from app.organiser.reminders import reminder_words as words
from app.services import letter_previews, letter_texts, network, reminder_forecast, reminder_rules
from app.services.reminder_recipients import KINDS, Reached
from app.web import access
from app.web.event_pages import event_of_user
from app.web.headers import LETTER_POLICY, POLICY_WITH_FRAME
from app.web.locale import language


@bp.get("/events/<slug>/reminders/<int:rule_id>")
@access.allow(access.ORGANISERS)
def reminder_rule(slug: str, rule_id: int) -> Response:
    """Who would get it as things stand, and how it will look."""
    event = event_of_user(slug)
    rule = reminder_rules.one_of_event(event, rule_id)
    found = reminder_forecast.of_rule(event, rule)
    order = sorted(Language, key=lambda each: each.value != language())
    page = render_template(
        "organiser/reminders/rule.html",
        event=event,
        found=found,
        kind=KINDS[rule.about],
        people=reminder_forecast.recipients(found.reached, language()),
        said=words.announced(event, found),
        words=words,
        letters=[(spoken, _written(event, rule, found.reached, spoken)) for spoken in order],
    )
    return Response(page, headers={"Content-Security-Policy": POLICY_WITH_FRAME})


@bp.get("/events/<slug>/reminders/<int:rule_id>/letter/<any(en, fr):code>")
@access.allow(access.ORGANISERS)
def reminder_letter(slug: str, rule_id: int, code: str) -> Response:
    """The letter as a mail program shows it, for the frame of its page."""
    event = event_of_user(slug)
    rule = reminder_rules.one_of_event(event, rule_id)
    reached = reminder_forecast.of_rule(event, rule).reached
    content = _written(event, rule, reached, Language(code))
    picture = base64.b64encode(desk_codes.png(letter_previews.TEST_CODE)).decode()
    html = content.html.replace(messages.DESK_CODE, f"data:image/png;base64,{picture}")
    return Response(html, headers={"Content-Security-Policy": LETTER_POLICY})


def _written(event: Event, rule: ReminderRule, reached: Reached, spoken: Language) -> Content:
    """The letter for the first delegation that gets it, or for somebody whom it suits; its links open nobody's page."""
    kind = KINDS[rule.about]
    shown = letter_previews.specimen(event, kind, spoken, _first_body(reached))
    content = letter_previews.preview(
        event, kind, spoken, letter_texts.present(event.id, kind, spoken).words, shown
    )
    config = current_app.extensions["config"]
    known = {placeholders.SITE: config.base_url.rstrip("/"), placeholders.CONTACT: network.answers_to(config)}
    return Content(*(placeholders.fill(part, known) for part in content))


def _first_body(reached: Reached) -> int | None:
    first = next(iter(reached.people), None)
    return first.body.id if isinstance(first, Correspondence) and first.body else None
