"""All that a figure can be called, with its definition: the indicators, the dimensions, and the columns and rows of tables.

The page of definitions, the sheets of the files and the links behind headings and numbers read it from here.
"""

from __future__ import annotations

from dataclasses import dataclass

from app.lib.wording import N_, pgettext, translated
from app.services.dimensions import DIMENSIONS
from app.services.indicators import REGISTRY, REPORTED, Unit

_GROUPS = N_("The three groups of the statistics, told apart by category; together they are all people.")
UNITS: dict[Unit, str] = {
    Unit.PEOPLE: N_("people"),
    Unit.STATES: N_("states"),
    Unit.MINUTES: N_("minutes"),
    Unit.LETTERS: N_("letters"),
}


@dataclass(frozen=True)
class Definition:
    """A word of the statistics: its code, its name and its definition (message ids), and what it counts, if it counts."""

    code: str
    name: str
    sentence: str
    unit: Unit | None = None

    def name_in(self, language: str) -> str:
        """The name in a language, with a capital."""
        return translated(self.name, language)

    def sentence_in(self, language: str) -> str:
        """The definition in a language: one sentence."""
        return translated(self.sentence, language)


# What tables have besides indicators and dimensions. A word of another meaning gets another code.
COLUMNS = (
    Definition("group", N_("Group"), _GROUPS),
    Definition(
        "category",
        N_("Category"),
        N_(
            "The capacity in which somebody comes; a speaker sent by a ministry is a speaker and no delegate."
        ),
    ),
    Definition(
        "body",
        N_("Body"),
        N_(
            "Whatever somebody represents: a state, an organisation, a network, a part of the Council of Europe."
        ),
    ),
    Definition(
        "body_kind",
        N_("Kind of body"),
        N_("Member states, observers of different kinds, partners inside the Council of Europe, and so on."),
    ),
    Definition(
        "member_state",
        N_("Member state"),
        N_("One of the member states of the Council of Europe; only its delegates make it represented."),
    ),
    Definition(
        "answer",
        N_("Invitation"),
        N_("Whether a body was invited, and whether it declined; that somebody came is said by the numbers."),
    ),
    Definition(
        "silent_state",
        N_("Not represented"),
        N_(
            "Member states without any registered delegate; silent are those that were invited and never replied."
        ),
    ),
    Definition(
        "places",
        N_("Places"),
        N_("How many people a session can take, where that is limited."),
        Unit.PEOPLE,
    ),
    Definition(
        "percent",
        N_("Percent of the places"),
        N_("People seen in the session for each hundred places; 100 only where it was really full."),
    ),
    Definition(
        "session",
        N_("Session"),
        N_(
            "A part of the programme that was not cancelled and is no break, with the hour at which it begins."
        ),
    ),
    Definition(
        "day",
        pgettext("table", "Day"),
        N_("A day of the event, or another on which somebody was checked in, by the clocks of its place."),
    ),
    Definition(
        "week",
        N_("Week from Monday"),
        N_("The week in which somebody was registered; people of an imported list are in none."),
    ),
    Definition("letter_kind", N_("Kind of letter"), N_("What a letter is about, whoever receives it.")),
)
DEFINED: dict[str, Definition] = {
    **{one.code: Definition(one.code, one.name, one.definition, one.unit) for one in REGISTRY.values()},
    **{one.code: Definition(one.code, one.name, one.definition) for one in DIMENSIONS},
    **{one.code: one for one in COLUMNS},
}


def code_of(figure: str) -> str:
    """The code of the definition behind a figure: of one for a group alone, that of the figure for all; empty without one."""
    code: str = REPORTED.get(figure, (figure, None))[0]
    return code if code in DEFINED else ""
