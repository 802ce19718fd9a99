"""What a file is handed out for. Whoever takes one chooses a purpose out of a short list; the audit trail keeps its code."""

from __future__ import annotations

import enum
from collections.abc import Iterable

from app.lib.wording import N_, pgettext, translated
from app.services.errors import Invalid


class Purpose(enum.StrEnum):
    """What a file serves. A free text would bring names into a trail that forgets nothing."""

    ACTIVITY_REPORT = "activity_report"
    GOVERNING_BODY = "governing_body"
    EVALUATION = "evaluation"
    PLANNING = "planning"
    ACCOUNTS = "accounts"
    QUESTION = "question"
    ORGANISING = "organising"
    VENUE = "venue"
    CARE = "care"
    CORRESPONDENCE = "correspondence"
    CHECKING = "checking"
    KEEPING = "keeping"


_WORDS: dict[Purpose, str] = {
    Purpose.ACTIVITY_REPORT: pgettext("purpose", "activity report of the Network"),
    Purpose.GOVERNING_BODY: pgettext("purpose", "report to a committee or another body"),
    Purpose.EVALUATION: pgettext("purpose", "evaluation of the event"),
    Purpose.PLANNING: pgettext("purpose", "preparation of another event"),
    Purpose.ACCOUNTS: pgettext("purpose", "budget and accounts"),
    Purpose.QUESTION: pgettext("purpose", "answer to a question"),
    Purpose.ORGANISING: pgettext("purpose", "organisation of the event"),
    Purpose.VENUE: pgettext("purpose", "reception and security at the venue"),
    Purpose.CARE: pgettext("purpose", "meals and assistance"),
    Purpose.CORRESPONDENCE: pgettext("purpose", "letters and messages"),
    Purpose.CHECKING: pgettext("purpose", "checking and correcting the data"),
    Purpose.KEEPING: pgettext("purpose", "keeping on file"),
}
# What each kind of file can serve, in the order in which it is offered.
FIGURES = (
    Purpose.ACTIVITY_REPORT,
    Purpose.GOVERNING_BODY,
    Purpose.EVALUATION,
    Purpose.PLANNING,
    Purpose.ACCOUNTS,
    Purpose.QUESTION,
    Purpose.KEEPING,
)
PEOPLE = (
    Purpose.ORGANISING,
    Purpose.VENUE,
    Purpose.CARE,
    Purpose.CORRESPONDENCE,
    Purpose.ACCOUNTS,
    Purpose.CHECKING,
)
DIRECTORY = (Purpose.CORRESPONDENCE, Purpose.PLANNING, Purpose.CHECKING)
OUTCOME = (Purpose.CORRESPONDENCE, Purpose.ORGANISING, Purpose.CHECKING)  # of a message to many


class PurposeMissing(Invalid):
    """No purpose was chosen, or none that the file can serve."""

    code = "purpose_missing"
    field = "purpose"
    sentence = N_("Choose what the file is for.")


def words(purpose: Purpose, language: str) -> str:
    """What a purpose is called, as it stands in a sentence."""
    return translated(_WORDS[purpose], language)


def choices(purposes: Iterable[Purpose], language: str) -> list[tuple[str, str]]:
    """Purposes to choose from: their codes and words."""
    return [(purpose.value, words(purpose, language)) for purpose in purposes]


def chosen(code: str, purposes: Iterable[Purpose]) -> Purpose:
    """The purpose with a code.

    Raises:
        PurposeMissing: it is none of these purposes.
    """
    found = next((purpose for purpose in purposes if purpose.value == code), None)
    if found is None:
        raise PurposeMissing
    return found


def field(purpose: Purpose) -> str:
    """The purpose as the audit trail keeps it among the fields of an entry."""
    return f"purpose={purpose.value}"
