"""What a letter said, for those who look it up: as it was written, with a few words in place of each private link."""

from __future__ import annotations

import re

from sqlalchemy import select

from app.emails import placeholders
from app.extensions import db
from app.lib.wording import N_, translated
from app.models import Letter, Registration
from app.services import audit
from app.services.actors import Actor
from app.services.outgoing import Site

OPENED = "letter.opened"
_PRIVATE_LINK = N_("[private link]")
_MARKED_LINK = r"\ue000link:[a-z_]+\ue001[^\s\"<>]*"
_LINK = re.compile(_MARKED_LINK)
_ADDRESS_OF_LINK = re.compile(rf'\s+href="{_MARKED_LINK}"')


def open_content(letter: Letter, actor: Actor) -> None:
    """Write down that somebody opens what a letter to a discreet person says."""
    audit.record(actor, OPENED, letter, fields=["text"])


def is_discreet(letter: Letter) -> bool:
    """Whether the letter must be opened before its content and its address are shown.

    What is written to a correspondent can name the own delegation: it is opened where somebody of it is in discreet mode.
    """
    return letter.is_to_discreet or (letter.person_id is not None and _has_discreet(letter))


def _has_discreet(letter: Letter) -> bool:
    of_delegation = (
        Registration.event_id == letter.event_id,
        Registration.body_id == letter.body_id,
        Registration.discreet,
    )
    return db.session.scalar(select(Registration.id).where(*of_delegation).limit(1)) is not None


def text(letter: Letter, site: Site, language: str) -> str:
    """The text of a written letter; empty if it has none."""
    return _filled(letter, letter.text or "", site, language)


def subject(letter: Letter, site: Site, language: str) -> str:
    """The subject of a written letter; empty if it has none."""
    return _filled(letter, letter.subject or "", site, language)


def html(letter: Letter, site: Site, language: str) -> str:
    """The HTML of a written letter, its private links leading nowhere."""
    return _filled(letter, _ADDRESS_OF_LINK.sub("", letter.html or ""), site, language)


def _filled(letter: Letter, content: str, site: Site, language: str) -> str:
    own = letter.event.mail_reply_to if letter.event else None
    values = {placeholders.SITE: site.base_url.rstrip("/"), placeholders.CONTACT: own or site.contact}
    return placeholders.fill(_LINK.sub(translated(_PRIVATE_LINK, language), content), values)
