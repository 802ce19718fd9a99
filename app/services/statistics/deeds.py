"""What a body did at an event, in one word: it came, it had only registered, it declined, it never answered."""

from __future__ import annotations

import enum
from dataclasses import dataclass

from app.lib.wording import N_, N_n, pgettext, translated, translated_count
from app.services.statistics.figure_kinds import Answer
from app.services.statistics.figures import NOT_HELD, NOT_RECORDED, Numbers, Phase, Source, Summary


class Deed(enum.StrEnum):
    """What became of a body's invitation, or why nothing can be said."""

    ATTENDED = "attended"
    CONFIRMED = "confirmed"
    ABSENT = "absent"
    REGISTERED = "registered"
    ENDED = "ended"
    REFUSED = "declined"
    SILENT = "silent"
    NOT_INVITED = "not_invited"
    NOBODY = "nobody"
    NOT_HELD = "not_held"
    NOT_RECORDED = "not_recorded"

    @property
    def is_missing(self) -> bool:
        """Whether the word says that nothing is known."""
        return self in {Deed.NOT_HELD, Deed.NOT_RECORDED}


@dataclass(frozen=True)
class Meaning:
    """The word for a deed and what it says, as message ids; `counted` is the word with the number of people."""

    word: str
    definition: str
    counted: tuple[str, str] | None = None
    number: str = ""  # the code of the step whose people are counted


MEANINGS = {
    Deed.ATTENDED: Meaning(
        pgettext("delegation", "attended"),
        N_("At least one of the delegation came; the number is that of the people who came."),
        N_n("%(num)s attended", "%(num)s attended"),
        "attended",
    ),
    Deed.CONFIRMED: Meaning(
        pgettext("delegation", "confirmed"),
        N_(
            "At least one of the delegation is confirmed, and it is not known whether anybody came; the number is that of"
            " the people confirmed."
        ),
        N_n("%(num)s confirmed", "%(num)s confirmed"),
        "confirmed",
    ),
    Deed.ABSENT: Meaning(
        pgettext("delegation", "confirmed, nobody came"),
        N_("The event is over, and of the people confirmed, whose number stands here, nobody came."),
        N_n("%(num)s confirmed, nobody came", "%(num)s confirmed, nobody came"),
        "confirmed",
    ),
    Deed.REGISTERED: Meaning(
        pgettext("delegation", "registered only"),
        N_("People were registered, whose number stands here, and none of them was confirmed."),
        N_n("%(num)s registered only", "%(num)s registered only"),
        "registered",
    ),
    Deed.ENDED: Meaning(
        pgettext("delegation", "withdrew"),
        N_(
            "People were registered; all of them withdrew, were declined, or let the time to confirm run out."
        ),
    ),
    Deed.REFUSED: Meaning(
        pgettext("delegation", "declined"),
        N_("The body answered that it would not attend."),
    ),
    Deed.SILENT: Meaning(
        pgettext("delegation", "no answer"),
        N_("The body was invited, registered nobody and said nothing."),
    ),
    Deed.NOT_INVITED: Meaning(
        pgettext("delegation", "not invited"),
        N_("Other bodies were invited to the event, and this one was not."),
    ),
    Deed.NOBODY: Meaning(
        pgettext("delegation", "nobody"),
        N_("Nobody of the body is on record; whom the event had invited is not recorded."),
    ),
    Deed.NOT_HELD: Meaning(NOT_HELD, N_("The event was cancelled.")),
    Deed.NOT_RECORDED: Meaning(
        NOT_RECORDED,
        N_("Of the event there are no names, so nobody can say which bodies were there."),
    ),
}


def deed_of(summary: Summary, numbers: Numbers, answer: Answer, *, invitations: bool) -> Deed:
    """What a body did at an event, from the numbers of its delegation; `invitations` says whether any are on record."""
    if summary.phase is Phase.CANCELLED:
        return Deed.NOT_HELD
    if summary.source is not Source.COUNTED:
        return Deed.NOT_RECORDED
    if numbers["attended"]:
        return Deed.ATTENDED
    if numbers["confirmed"]:
        nobody_came = summary.phase is Phase.AFTER and numbers["attended"] is not None
        return Deed.ABSENT if nobody_came else Deed.CONFIRMED
    registered = numbers["registered"]
    if registered and registered != numbers["ended"]:
        return Deed.REGISTERED
    if answer is Answer.REFUSED:
        return Deed.REFUSED
    if registered:
        return Deed.ENDED
    if answer is Answer.INVITED:
        return Deed.SILENT
    return Deed.NOT_INVITED if invitations else Deed.NOBODY


def word(deed: Deed, language: str) -> str:
    """The word for a deed, without a number."""
    return translated(MEANINGS[deed].word, language)


def definition(deed: Deed, language: str) -> str:
    """What the word says, in a sentence."""
    return translated(MEANINGS[deed].definition, language)


def number(deed: Deed, numbers: Numbers) -> int | None:
    """The number of people that goes with the word; None where it has none."""
    meaning = MEANINGS[deed]
    return numbers[meaning.number] if meaning.counted else None


def told(deed: Deed, people: int | None, language: str) -> str:
    """The word for a deed, with the number of people where it has one."""
    counted = MEANINGS[deed].counted
    if people is None or counted is None:
        return word(deed, language)
    return translated_count(*counted, people, language)
