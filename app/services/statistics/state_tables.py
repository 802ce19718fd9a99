"""The tables of the member states: what each did with its invitation and with its places, and who is not represented."""

from __future__ import annotations

from app.lib.figure_table import Missing, Row, Table, Value, Word
from app.lib.wording import N_, capitalised, pgettext, translated
from app.services.indicators import STEPS
from app.services.statistics.definitions import DEFINED
from app.services.statistics.figure_kinds import Answer, BodyFigures, EventFigures
from app.services.statistics.figures import NOT_RECORDED
from app.services.statistics.table_making import columns, missing, numbers_of, worded

ANSWERS: dict[Answer, str] = {
    Answer.INVITED: pgettext("body", "invited"),
    Answer.REFUSED: pgettext("body", "declined"),
    Answer.NOT_INVITED: pgettext("body", "not invited"),
}
SILENT = "silent"
_SILENT = pgettext("body", "silent")


def states(figures: EventFigures, language: str) -> Table:
    """All member states in the order of the language, with their delegates and their answer."""
    summary = figures.summary
    answers = {one: _answer(figures, one, language) for one in Answer}
    rows = [
        Row(
            state.body.code,
            state.body.name.in_language(language),
            [*numbers_of(summary, state.numbers, STEPS, language), answers[state.body.answer]],
        )
        for state in figures.states_in_order(language)
    ]
    heads = [*columns(STEPS, language), worded("answer", language)]
    title = translated(N_("Member states"), language)
    note = translated(
        N_("People: the delegates of each state. Speakers and staff represent no state."), language
    )
    return Table(
        "states",
        title,
        DEFINED["member_state"].name_in(language),
        heads,
        rows,
        definition="member_state",
        note=note,
    )


def silent_states(figures: EventFigures, language: str) -> Table:
    """The member states without any delegate, by name: those that declined, those that are silent, those never invited."""
    rows = [
        Row(state.body.code, state.body.name.in_language(language), [why(figures, state, language)])
        for state in figures.states_in_order(language)
        if is_unrepresented(state)
    ]
    order = (Answer.REFUSED.value, SILENT, Answer.NOT_INVITED.value)
    rows.sort(key=lambda row: _place(row.values[0], order))
    name = translated(N_("Member states not represented"), language)
    heads = [worded("silent_state", language)]
    return Table(
        "silent_states",
        name,
        DEFINED["member_state"].name_in(language),
        heads,
        rows,
        definition="member_state",
    )


def is_unrepresented(one: BodyFigures) -> bool:
    """Whether nobody of a body came, is confirmed or was registered, as far as that is recorded."""
    return not any(one.numbers[step] for step in STEPS)


def answer(figures: EventFigures, one: BodyFigures, language: str) -> Word:
    """What a body did with its invitation. Of an event without any invitation it is not recorded."""
    return _answer(figures, one.body.answer, language)


def _answer(figures: EventFigures, given: Answer, language: str) -> Word:
    if not figures.invitations_known:
        return missing(NOT_RECORDED, language)
    return Word(given.value, capitalised(translated(ANSWERS[given], language)))


def why(figures: EventFigures, one: BodyFigures, language: str) -> Word:
    """Why a body is not represented: it declined, was not invited, or is silent; or it is not recorded who registered."""
    if one.body.answer is Answer.INVITED:
        if one.numbers["registered"] is None:
            return missing(NOT_RECORDED, language)
        return Word(SILENT, capitalised(translated(_SILENT, language)))
    return answer(figures, one, language)


def _place(value: Value, order: tuple[str, ...]) -> int:
    known = isinstance(value, Word) and not isinstance(value, Missing) and value.code in order
    return order.index(value.code) if known and isinstance(value, Word) else len(order)
