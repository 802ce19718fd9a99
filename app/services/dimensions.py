"""The registry of dimensions: what the people of an event can be told apart by, without any name."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass

from app.lib.wording import N_, translated
from app.models import Gender, Language, Mode, Role
from app.models.labels import message

UNRECORDED = "unrecorded"  # the value of an attribute that was never asked, as on an imported list
_NOT_RECORDED = N_("not recorded")


@dataclass(frozen=True)
class Dimension:
    """What the people of an event can be told apart by: a column, its name and definition, and the words for its values.

    The words are message ids; the key None stands for those of whom it is not known, or to whom it does not apply.
    """

    code: str
    name: str
    definition: str
    words: Mapping[str | None, str]

    def word(self, key: str | None, language: str) -> str:
        """The word for a value in a language."""
        return translated(self.words[key], language)


def _words(kind: type[enum.StrEnum], unknown: str) -> dict[str | None, str]:
    return {**{member.value: message(member) for member in kind}, None: unknown, UNRECORDED: _NOT_RECORDED}


_FIRST: dict[str | None, str] = {
    "yes": N_("for the first time on record"),
    "no": N_("took part before"),
    None: _NOT_RECORDED,
}
DIMENSIONS = (
    Dimension(
        "role",
        N_("Role in the delegation"),
        N_("The part that somebody was given in the delegation; speakers, staff and guests are in none."),
        _words(Role, N_("in no delegation")),
    ),
    Dimension(
        "mode",
        N_("Way of taking part"),
        N_("How somebody was to take part, by the registration: on the spot or online."),
        _words(Mode, _NOT_RECORDED),
    ),
    Dimension(
        "language",
        N_("Language"),
        N_("The language in which somebody is written to."),
        _words(Language, _NOT_RECORDED),
    ),
    Dimension(
        "gender",
        N_("Gender"),
        N_("What somebody stated, if anything; asked for the statistics only."),
        _words(Gender, N_("not stated")),
    ),
    Dimension(
        "first_recorded",
        N_("First participation"),
        N_(
            "Whether somebody had taken part in an earlier event of the Network, as far as was on record at confirmation;"
            " not recorded while an earlier event lacks names."
        ),
        _FIRST,
    ),
)
