"""The member states by name: those represented with their delegates, the others by what became of their invitation."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from app.lib.wording import N_, capitalised, translated
from app.services.statistics import state_tables
from app.services.statistics.figure_kinds import BodyFigures, EventFigures
from app.services.statistics.state_pictures import by_state, words_of

_REASONS = {
    "refused": N_("Not represented: declined"),
    "silent": N_("Not represented: invited, silent"),
    "not_invited": N_("Not represented: not invited"),
    "not_recorded": N_("Not represented: invitation not recorded"),
}


class StateList(NamedTuple):
    """Some states under a heading, in the order of the language; each with the number of its delegates, if it has any."""

    heading: str
    states: Sequence[tuple[str, int | None]]


def state_lists(figures: EventFigures, language: str) -> list[StateList]:
    """All member states, each in one list; a list without states is left out."""
    found, words = by_state(figures, language), words_of(figures.summary, language)
    lists = [
        StateList(capitalised(words[kind]), [_named(state, code, language) for state in found[kind]])
        for kind, code in (("full", figures.summary.main), ("part", "registered"))
    ]
    silent: dict[str, list[tuple[str, int | None]]] = {reason: [] for reason in _REASONS}
    for state in figures.states_in_order(language):
        if state in found["no"] or state in found["none"]:
            reason = state_tables.why(figures, state, language)
            silent[reason.code].append((state.body.name.in_language(language), None))
    lists += [StateList(translated(_REASONS[reason], language), states) for reason, states in silent.items()]
    return [one for one in lists if one.states]


def _named(state: BodyFigures, code: str, language: str) -> tuple[str, int | None]:
    return state.body.name.in_language(language), state.numbers[code]
