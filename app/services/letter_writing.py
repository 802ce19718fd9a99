"""A letter is written when it is first sent: from the rows as they are then, in the organisers' words where they have their own.

What was written stays with the letter, so that a repeat says the same and the archive shows what went out.
"""

from __future__ import annotations

from collections.abc import Mapping

from app.documents import calendar_files
from app.emails import letters, placeholders
from app.emails.correspondents import Copy, Correspondence
from app.emails.letters import Subject
from app.emails.words import PARTICULARS, Words, placeholders_in
from app.extensions import db
from app.models import Body, Campaign, EventStatus, Letter, LetterKind, Registration, Status
from app.services import letter_facts, letter_texts

_WITH_CALENDAR = {
    LetterKind.CONFIRMED,
    LetterKind.SESSION_PLACE,
    LetterKind.EVENT_CHANGED,
    LetterKind.PRACTICAL_INFORMATION,
}


def write(letter: Letter) -> None:
    """Write a letter that was queued; one that is written already stays as it is."""
    if letter.text is not None:
        return
    about = _about(letter)
    facts = {**letter_facts.for_writing(letter.kind, about, letter.facts), **letter.facts}
    own, other_heading = _own_words(letter)
    letter.subject, letter.text, letter.html = letters.write(letter.kind, about, facts, own, other_heading)
    letter.calendar = _calendar(letter.kind, about, facts) if isinstance(about, Registration) else None


def campaign_words(campaign: Campaign, language: str) -> Words:
    """The words of a message to many; what, when and where are added where the text does not place them."""
    subject, text = campaign.subject.in_language(language), campaign.text.in_language(language)
    placed = PARTICULARS in placeholders_in(text)
    return Words(subject, subject, text if placed else f"{text}\n\n{{{{ {PARTICULARS} }}}}")


def _about(letter: Letter) -> Subject:
    if letter.registration is not None:
        return letter.registration
    if letter.user is not None:
        return letter.user
    body_id = letter.facts.get("body_id")
    body = db.session.get(Body, body_id) if body_id else None
    if letter.person is not None:
        return Correspondence(letter.person, body, letter.event)
    if body is not None and letter.event is not None:
        return Copy(body, letter.event, letter.language)
    raise LookupError(f"letter {letter.id} is about nobody")


def _own_words(letter: Letter) -> tuple[Words | None, str | None]:
    """The organisers' words for a letter, and their heading in the other language; None where the standard words hold."""
    language = letter.language.value
    if letter.campaign is not None and letter.kind is LetterKind.MESSAGE:
        other = campaign_words(letter.campaign, letters.other(language))
        return campaign_words(letter.campaign, language), other.heading
    return letter_texts.own_words(letter.event_id, letter.kind, language)


def _calendar(kind: LetterKind, registration: Registration, facts: Mapping[str, object]) -> str | None:
    """The calendar file that goes with a letter: for those who are confirmed, or were when the event was cancelled."""
    event = registration.event
    confirmed = kind in _WITH_CALENDAR and registration.status is Status.CONFIRMED
    called_off = kind is LetterKind.EVENT_CANCELLED and registration.confirmed_at is not None
    if event.starts_at is None or not (confirmed or called_off and event.status is EventStatus.CANCELLED):
        return None
    own = facts.get("sessions") if called_off else None
    return calendar_files.participant_calendar(
        registration,
        registration.language.value,
        address=f"{placeholders.SITE}/events/{event.slug}",
        contact=placeholders.CONTACT,
        called_off=own if isinstance(own, list) else None,
    ).decode()
