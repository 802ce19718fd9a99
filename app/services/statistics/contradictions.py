"""When reported figures cannot all be right. What is not known contradicts nothing; people and states are never mixed up."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from app.lib.bilingual import LANGUAGES, Bilingual
from app.lib.wording import N_
from app.models import Group
from app.services.indicators import STEPS
from app.services.statistics.figure_errors import Contradiction
from app.services.statistics.figure_tables import reported_name

Known = Mapping[str, int]  # by the codes of `indicators.REPORTED`

_MORE = N_("“%(part)s” is %(number)s: that is more than “%(whole)s”, %(limit)s.")
_MORE_THAN_REGISTERED = N_(
    "“%(part)s” is %(number)s: that is more than “%(whole)s”, %(limit)s; whoever is entered at the desk is registered too."
)
_TOO_MANY_TOGETHER = N_("The groups add up to %(number)s: that is more than “%(whole)s”, %(limit)s.")
_NOT_THE_WHOLE = N_("The three groups add up to %(number)s, but “%(whole)s” is %(limit)s.")
_TOO_MANY_STATES = N_("“%(part)s” is %(number)s: there are %(limit)s member states.")
_STATES_WITHOUT_PEOPLE = N_(
    "“%(part)s” is %(number)s: that is more than “%(whole)s”, %(limit)s; for each state there was somebody."
)
_PEOPLE_WITHOUT_STATE = N_(
    "“%(whole)s” is %(limit)s, but “%(part)s” is 0: whoever represents a state makes it represented."
)
_NO_ROOM_FOR_STATES = N_(
    "“%(part)s” is %(number)s: without the other groups “%(whole)s” leaves %(limit)s people for them."
)


def found(known: Known, states: int) -> list[Contradiction]:
    """All contradictions among reported figures; `states` is the number of all member states."""
    return [
        *(one for step in STEPS for one in _in_step(known, step)),
        *(one for key in ("", *(f"_{group.value}" for group in Group)) for one in _over_steps(known, key)),
        *(one for step in STEPS for one in _of_states(known, step, states)),
        *_states_over_steps(known),
    ]


def _in_step(known: Known, step: str) -> Iterator[Contradiction]:
    """The groups, which add up to everybody."""
    groups = [f"{step}_{group.value}" for group in Group]
    parts = [code for code in groups if code in known]
    if step not in known or not parts:
        return
    whole, together = known[step], sum(known[code] for code in parts)
    too_many = [code for code in parts if known[code] > whole]
    yield from (_pair(_MORE, code, step, known) for code in too_many)
    if too_many:
        return
    if together > whole:
        yield Contradiction([step, *parts], _TOO_MANY_TOGETHER, _values(step, together, whole))
    elif len(parts) == len(groups) and together < whole:
        yield Contradiction([step, *parts], _NOT_THE_WHOLE, _values(step, together, whole))


def _over_steps(known: Known, key: str) -> Iterator[Contradiction]:
    """Whoever is confirmed, or came, is registered. Somebody can come without being confirmed."""
    whole = f"registered{key}"
    for step, sentence in (("confirmed", _MORE), ("attended", _MORE_THAN_REGISTERED)):
        part = f"{step}{key}"
        if part in known and whole in known and known[part] > known[whole]:
            yield _pair(sentence, part, whole, known)


def _of_states(known: Known, step: str, states: int) -> Iterator[Contradiction]:
    """A state is represented by at least one person, and there are not more states than there are."""
    part, people = f"states_{step}", f"{step}_{Group.MEMBER_STATES.value}"
    if part not in known:
        return
    number = known[part]
    if number > states:
        yield Contradiction(
            [part], _TOO_MANY_STATES, {"part": _name(part), "number": number, "limit": states}
        )
    elif people in known:
        if number > known[people]:
            yield _pair(_STATES_WITHOUT_PEOPLE, part, people, known)
        elif known[people] and not number:
            yield _pair(_PEOPLE_WITHOUT_STATE, part, people, known)
    elif step in known:
        others = [f"{step}_{group.value}" for group in Group if group is not Group.MEMBER_STATES]
        left = known[step] - sum(known.get(code, 0) for code in others)
        if 0 <= left < number:
            values = {"part": _name(part), "number": number, "whole": _name(step), "limit": left}
            yield Contradiction([part, step], _NO_ROOM_FOR_STATES, values)


def _states_over_steps(known: Known) -> Iterator[Contradiction]:
    whole = "states_registered"
    for part in ("states_confirmed", "states_attended"):
        if part in known and whole in known and known[part] > known[whole]:
            yield _pair(_MORE, part, whole, known)


def _pair(sentence: str, part: str, whole: str, known: Known) -> Contradiction:
    values = {
        "part": _name(part),
        "number": known[part],
        "whole": _name(whole),
        "limit": known[whole],
    }
    return Contradiction([part, whole], sentence, values)


def _values(whole: str, number: int, limit: int) -> dict[str, object]:
    return {"whole": _name(whole), "number": number, "limit": limit}


def _name(code: str) -> Bilingual:
    english, french = (reported_name(code, language) for language in LANGUAGES)
    return Bilingual(english, french)
