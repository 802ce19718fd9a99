"""Every letter by its kind: what it is about in, subject, text and html out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from app.emails import composing, words
from app.emails.accounts import account_changed, account_invitation
from app.emails.addresses import confirm_address, private_link
from app.emails.awaiting import promoted, received, session_place, waiting
from app.emails.changes import event_changed
from app.emails.coming import certificate, confirmed, message, practical_information, thanks
from app.emails.content import Content
from app.emails.correspondents import (
    Copy,
    Correspondence,
    convocation,
    convocation_copy,
    digest,
    nominations_ended,
    nominee_declined,
    reminder,
    sign_in_link,
)
from app.emails.endings import ended, event_cancelled
from app.emails.environment import environment
from app.emails.nominations import nominated
from app.emails.participants import COMMON
from app.emails.said import Said
from app.emails.words import PARTICULARS, SESSIONS, Words
from app.lib import installation
from app.lib.bilingual import other
from app.lib.installation import Spoken
from app.lib.wording import N_
from app.models import LetterKind, Registration, User

Facts = Mapping[str, object]
Subject = Registration | User | Correspondence | Copy  # what a letter is about, and so to whom it goes

_MANAGE = N_("See, change or withdraw")
_SEE = N_("See my registration")
_ANSWER = N_("Accept or decline")
_DELEGATION = N_("Open the page of my delegation")
_EVENT = N_("Event page")
# What a line can say. A subject is read on locked screens, so nothing personal stands in it; and neither line can hold
# an address, which is filled in when the letter is sent, nor whole sentences.
_ABOUT_THE_EVENT = ("event", "place_and_dates", "dates", "hours", "place", "venue", "body", "position")
_ON_A_LINE = {
    "subject": _ABOUT_THE_EVENT,
    "heading": (*_ABOUT_THE_EVENT, "name", "capacity", "reference"),
}
_TO_CORRESPONDENTS = (
    "name", "body", "event", "place_and_dates", "dates", "hours", "place", "venue", "link", "contact",
)  # fmt: skip
_IN_A_COPY = (
    "body", "event", "place_and_dates", "dates", "hours", "place", "venue", "event_page", "contact",
)  # fmt: skip


@dataclass(frozen=True)
class LetterType:
    """How a kind of letter comes about. Its standard words stand in templates/email under the name of the kind."""

    says: Callable[[Any, Facts], Said]
    button: str  # a message id
    own: tuple[str, ...] = ()  # its placeholders besides those of all letters to the same people
    common: tuple[str, ...] = COMMON
    worded: bool = (
        True  # whether organisers may word it; not those that people get whatever an organiser thinks
    )

    @property
    def placeholders(self) -> tuple[str, ...]:
        """All names that its words may ask for."""
        return (*self.common, *self.own, PARTICULARS)

    def allowed(self, part: str) -> tuple[str, ...]:
        """The names that one part of its words, subject, heading or text, may ask for."""
        return tuple(name for name in self.placeholders if name in _ON_A_LINE.get(part, self.placeholders))


TYPES: dict[LetterKind, LetterType] = {
    LetterKind.CONFIRM_ADDRESS: LetterType(confirm_address, N_("Confirm my address"), ("kept",)),
    LetterKind.RECEIVED: LetterType(received, _MANAGE, ("next_steps", SESSIONS)),
    LetterKind.WAITING: LetterType(waiting, _MANAGE, ("position", "other_way", SESSIONS)),
    LetterKind.PROMOTED: LetterType(promoted, _MANAGE, ("next_steps", SESSIONS)),
    LetterKind.SESSION_PLACE: LetterType(session_place, _MANAGE, (SESSIONS, "calendar")),
    LetterKind.CONFIRMED: LetterType(confirmed, _MANAGE, ("how", SESSIONS, "on_the_day")),
    LetterKind.DECLINED: LetterType(ended, _SEE, ("reason",)),
    LetterKind.WITHDRAWN: LetterType(ended, _SEE, ("reason",)),
    LetterKind.CANCELLED: LetterType(ended, _SEE, ("reason",)),
    LetterKind.EVENT_CANCELLED: LetterType(event_cancelled, _SEE, ("reason", "calendar")),
    LetterKind.REPLACED: LetterType(ended, _SEE, ("reason",)),
    LetterKind.PRIVATE_LINK: LetterType(private_link, _MANAGE),
    LetterKind.EVENT_CHANGED: LetterType(event_changed, _MANAGE, ("what_changed", "calendar")),
    LetterKind.NOMINATION: LetterType(nominated, _ANSWER, ("seat", "answer_by")),
    LetterKind.REPLACEMENT: LetterType(nominated, _ANSWER, ("seat", "answer_by")),
    LetterKind.NOMINATION_REMINDER: LetterType(nominated, _ANSWER, ("seat", "answer_by")),
    LetterKind.NOMINATION_EXPIRED: LetterType(ended, _SEE, ("reason",)),
    LetterKind.PRACTICAL_INFORMATION: LetterType(
        practical_information, _MANAGE, ("practical_information", SESSIONS, "on_the_day")
    ),
    LetterKind.THANKS: LetterType(thanks, _SEE),
    LetterKind.CERTIFICATE: LetterType(certificate, _SEE),
    LetterKind.MESSAGE: LetterType(message, _MANAGE, (SESSIONS,), worded=False),
    LetterKind.CONVOCATION: LetterType(convocation, _DELEGATION, ("places", "answer_by"), _TO_CORRESPONDENTS),
    LetterKind.CONVOCATION_COPY: LetterType(
        convocation_copy, _EVENT, ("addressed", "places", "answer_by"), _IN_A_COPY
    ),
    LetterKind.REMINDER: LetterType(reminder, _DELEGATION, ("answer_by",), _TO_CORRESPONDENTS),
    LetterKind.DIGEST: LetterType(digest, _DELEGATION, ("missing", "answer_by"), _TO_CORRESPONDENTS),
    LetterKind.NOMINEE_DECLINED: LetterType(
        nominee_declined, _DELEGATION, ("nominee", "substitute"), _TO_CORRESPONDENTS
    ),
    LetterKind.NOMINATIONS_ENDED: LetterType(nominations_ended, _DELEGATION, ("ended",), _TO_CORRESPONDENTS),
    LetterKind.SIGN_IN_LINK: LetterType(
        sign_in_link, _DELEGATION, ("link_works",), ("name", "link", "contact"), worded=False
    ),
    LetterKind.ACCOUNT_INVITATION: LetterType(
        account_invitation, N_("Set my password"), ("link_works",), ("name",), worded=False
    ),
    LetterKind.ACCOUNT_CHANGED: LetterType(
        account_changed, N_("Open my account"), ("account_change",), ("name", "contact"), worded=False
    ),
}


def write(
    kind: LetterKind, about: Subject, facts: Facts, own: Words | None = None, other_heading: str | None = None
) -> Content:
    """The letter of a kind, in the language of whoever gets it.

    `facts` is what the letter says beyond its rows: always `name`, and what the function of the kind asks for. `own` are
    words that stand for the standard ones, `other_heading` their heading in the other language.
    """
    letter = TYPES[kind]
    said = letter.says(about, facts)
    return composing.compose(
        own or standard(kind, said.language),
        other_heading or standard(kind, other(said.language)).heading,
        said,
        letter.button,
    )


def standard(kind: LetterKind, language: str) -> Words:
    """The standard words of a letter in a language, with placeholders. A message to many has none but its frame's."""
    return _standard(kind, language, installation.spoken(language))


@cache
def _standard(kind: LetterKind, language: str, _names: Spoken) -> Words:
    """The same for the names of the Network that hold, which stand in some of them."""
    templates = environment(language)
    markers = {name: f"{{{{ {name} }}}}" for name in TYPES[kind].placeholders}
    parts = (templates.get_template(f"{kind.value}/{name}.txt").render(markers) for name in Words._fields)
    return Words(*(part.strip() for part in parts))


def problems(kind: LetterKind, own: Words) -> dict[str, list[words.Problem]]:
    """What keeps words from being used for a letter, by the part in which it stands; nothing if they can be."""
    letter = TYPES[kind]
    found = {
        "subject": list(words.problems(own.subject, letter.allowed("subject"))),
        "heading": list(words.problems(own.heading, letter.allowed("heading"))),
        "text": list(words.problems_of_text(own.text, letter.placeholders)),
    }
    return {part: [_misplaced(letter, line) for line in lines] for part, lines in found.items() if lines}


def _misplaced(letter: LetterType, problem: words.Problem) -> words.Problem:
    """A name that the letter knows, though not in this part of it, is not unknown."""
    known = problem.code == "unknown" and problem.what in letter.placeholders
    return problem._replace(code="not_here") if known else problem
