"""Messages to many in words: what they are, to whom they go, what is wrong with a text."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import ngettext

from app.emails.letters import TYPES
from app.emails.meanings import MEANINGS
from app.emails.particulars import particulars
from app.emails.words import PARTICULARS, SESSIONS, filled
from app.lib.wording import capitalised
from app.models import Campaign, Event, LetterKind
from app.models.labels import label
from app.organiser.letters.letter_text_form import marker
from app.organiser.participants.participant_questions import Question, questions
from app.services import participant_counts
from app.services.body_directory import BodyDirectory
from app.services.campaign_recipients import Reach
from app.services.participant_counts import Counts
from app.services.participant_filters import Filters
from app.services.participant_list import Page
from app.services.participant_order import Sorting
from app.web.locale import language

_DECIDED = {LetterKind.PRACTICAL_INFORMATION: "status", LetterKind.THANKS: "attendance"}
_ANYBODY = Counts(0, 0, {}, 0, {None: 0})


def title(campaign: Campaign) -> str:
    """What a message is called: by its subject, or by its kind where that has words of its own."""
    subject = campaign.subject.in_language(language())
    if not subject:
        return capitalised(label(campaign.kind, language()))
    event = campaign.event
    return filled(subject, particulars(event, event.modes[0], language()).values())


def choices(event: Event, kind: LetterKind, filters: Filters) -> list[Question]:
    """The filters that can be chosen; not the one that the kind decides."""
    counts = participant_counts.count(event, Filters())
    asked = _questions(event, filters, counts)
    return [question for question in asked if question.name != _DECIDED.get(kind)]


def chosen(event: Event, filters: Filters) -> list[tuple[str, str]]:
    """The filters in words: what each asks for, and what was chosen."""
    if not filters:
        return []
    return [(asked.label, asked.words) for asked in _questions(event, filters, _ANYBODY) if asked.chosen]


def reached(reach: Reach) -> str:
    """How many get a message, and in which languages."""
    parts = [
        _("%(number)s in %(language)s", number=number, language=label(spoken, language()))
        for spoken, number in reach.languages.items()
        if number
    ]
    people = ngettext("One person gets it", "%(num)s people get it", reach.total)
    return _("%(people)s: %(languages)s.", people=people, languages=", ".join(parts))


def missed(reach: Reach) -> list[str]:
    """Who of those that the filters find does not get a message, and why."""
    found = [
        (
            reach.no_address,
            ngettext("One has no address any more.", "%(num)s have no address any more.", reach.no_address),
        ),
        (
            reach.unverified,
            ngettext(
                "One has yet to confirm the address; to write to this person, choose that state of the registration.",
                "%(num)s have yet to confirm the address; to write to them, choose that state of the registration.",
                reach.unverified,
            ),
        ),
        (
            reach.ended,
            ngettext(
                "The registration of one has ended; to write to this person, choose in which way.",
                "The registrations of %(num)s have ended; to write to them, choose in which way.",
                reach.ended,
            ),
        ),
    ]
    return [words for number, words in found if number]


def placeholders() -> list[tuple[str, str]]:
    """What a text may ask for, as it is typed, and what it stands for; the two with a paragraph of their own last."""
    own = [name for name in TYPES[LetterKind.MESSAGE].placeholders if name not in {PARTICULARS, SESSIONS}]
    return [(marker(name), MEANINGS[name]) for name in (*own, SESSIONS, PARTICULARS)]


def _questions(event: Event, filters: Filters, counts: Counts) -> list[Question]:
    page = Page([], counts, number=1, size=1, total=0)
    return questions(event, filters, Sorting(), page, BodyDirectory(language()))
