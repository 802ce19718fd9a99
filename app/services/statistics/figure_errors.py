"""What the rules of kept figures refuse; families and mapping as in services/errors.py."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from app.lib.bilingual import Bilingual
from app.lib.wording import N_, translated
from app.services.errors import Invalid, Refused


class NotOverYet(Refused):
    code = "not_over_yet"
    sentence = N_("The event is not over yet: its figures are still changing.")


class NeverHeld(Refused):
    code = "never_held"
    sentence = N_("The event was cancelled: nobody can have taken part in it.")


class NothingRecorded(Refused):
    code = "nothing_recorded"
    sentence = N_("No figures are recorded of this event.")


class NothingChanged(Refused):
    code = "nothing_changed"
    sentence = N_("Nothing has changed since version %(version)s: there is nothing new to freeze.")


class NewVersionNeedsReason(Invalid):
    code = "new_version_needs_reason"
    field = "note"
    sentence = N_("Say why there is a new version: whoever quoted the one before will ask.")


class NotFrozen(Refused):
    code = "figures_not_frozen"
    sentence = N_("Freeze the figures first: what the public reads must not change unnoticed.")


class FigureWithoutSource(Invalid):
    code = "figure_without_source"
    field = "source"
    sentence = N_("Say where the figures come from.")


class Contradiction(NamedTuple):
    """Figures that cannot all be right: their codes, the one to look at first, and a message id with its values."""

    codes: Sequence[str]
    sentence: str
    values: dict[str, object]

    def wording(self, language: str) -> str:
        """The sentence in a language, with the numbers."""
        values = {
            name: value.in_language(language) if isinstance(value, Bilingual) else value
            for name, value in self.values.items()
        }
        return translated(self.sentence, language, **values)


class FiguresContradict(Invalid):
    """Reported figures that cannot all be right: each contradiction is told with its numbers."""

    code = "figures_contradict"
    sentence = N_("These figures contradict one another.")

    def __init__(self, contradictions: Sequence[Contradiction]) -> None:
        super().__init__()
        self.contradictions = contradictions

    def wording(self, language: str) -> str:
        """All contradictions, one sentence each."""
        return " ".join(one.wording(language) for one in self.contradictions)
