"""A message to many as it will look: written for one of those who would get it, sent to nobody."""

from __future__ import annotations

import base64
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from app.documents import desk_codes
from app.emails import letters, messages, placeholders
from app.emails.content import Content
from app.extensions import db
from app.lib.bilingual import other
from app.models import Campaign, Language, LetterKind, Registration, SignUp
from app.services import campaign_recipients, letter_texts, letter_writing
from app.services.shown_names import Viewer, shown_name

_SAMPLE = "PREVIEW"  # what the code for the desk says


class Place(NamedTuple):
    """Of this installation, what letters tell: its public address, and who answers questions."""

    base_url: str
    contact: str


def written(campaign: Campaign, language: str, place: Place) -> Content | None:
    """The message for somebody who would get it, best of all for one with this language; None if nobody would.

    A discreet person is greeted as others see that person; the code for the desk is nobody's, and in place of the private
    link stands the page of the event.
    """
    registration = _somebody(campaign, language)
    if registration is None:
        return None
    own, heading = _words(campaign, language)
    facts = {"name": shown_name(registration, Viewer.OTHERS, language).full}
    content = letters.write(campaign.kind, registration, facts, own, heading)
    contact = campaign.event.mail_reply_to or place.contact
    base = place.base_url.rstrip("/")
    values = {
        placeholders.SITE: base,
        placeholders.CONTACT: contact,
        placeholders.MY_REGISTRATION: f"{base}/events/{campaign.event.slug}",
    }
    picture = f"data:image/png;base64,{base64.b64encode(desk_codes.png(_SAMPLE)).decode()}"
    return Content(
        content.subject,
        placeholders.fill(content.text, values),
        placeholders.fill(content.html, values).replace(messages.DESK_CODE, picture),
    )


def _somebody(campaign: Campaign, language: str) -> Registration | None:
    """One of those who would get the message, apart from the session, so that it can be spoken to in either language."""
    found = db.session.scalars(
        select(Registration)
        .where(*campaign_recipients.found(campaign))
        .order_by(Registration.language != language, Registration.discreet, Registration.id)
        .limit(1)
        .options(
            joinedload(Registration.event),
            joinedload(Registration.body),
            selectinload(Registration.sign_ups).joinedload(SignUp.session),
        )
    ).first()
    if found is not None:
        db.session.expunge(found)
        found.language = Language(language)
    return found


def _words(campaign: Campaign, language: str) -> tuple[letters.Words | None, str | None]:
    if campaign.kind is not LetterKind.MESSAGE:
        return letter_texts.own_words(campaign.event_id, campaign.kind, language)
    heading = letter_writing.campaign_words(campaign, other(language)).heading
    return letter_writing.campaign_words(campaign, language), heading
