"""The words of the board in the hall, which speaks both languages at once."""

from __future__ import annotations

from app.lib import dates
from app.lib.bilingual import LANGUAGES, Bilingual
from app.lib.wording import N_, N_n, pgettext, translated, translated_count
from app.models import Group
from app.services.attendance.live_board import Board, Quorum

_GROUPS = {
    Group.MEMBER_STATES: N_n("state delegate", "state delegates"),
    Group.OBSERVERS: N_n("observer", "observers"),
    Group.OTHERS: N_n("other person", "other people"),
}


def both(message: str, **values: object) -> Bilingual:
    """A message in both languages."""
    return Bilingual(*(translated(message, language, **values) for language in LANGUAGES))


def _counted(forms: tuple[str, str], number: int, **values: object) -> Bilingual:
    one, several = forms
    return Bilingual(*(translated_count(one, several, number, language, **values) for language in LANGUAGES))


def here(board: Board) -> Bilingual:
    """Who the large number counts."""
    occasion = board.occasion
    if occasion.session is not None:
        return both(N_("in the room now") if occasion.exits else N_("have come to this session"))
    if occasion.is_today:
        return both(N_("here today"))
    days = [dates.day(occasion.day, language) for language in LANGUAGES]
    return Bilingual(*(_on(day, language) for day, language in zip(days, LANGUAGES, strict=True)))


def _on(day: str, language: str) -> str:
    return translated(N_("here on %(day)s"), language, day=day)


def beside(board: Board) -> Bilingual | None:
    """What the smaller number after it says, if there is one: confirmed people or, in a session, its places."""
    if board.occasion.session is None:
        forms = N_n("%(num)s is confirmed", "%(num)s are confirmed")
        return _counted(forms, board.presence.confirmed)
    places = board.occasion.session.capacity
    return None if places is None else _counted(N_n("%(num)s place", "%(num)s places"), places)


def came(board: Board) -> Bilingual | None:
    """How many have come in all, where some have left again."""
    if not board.occasion.exits or board.presence.people == board.presence.people_now:
        return None
    forms = N_n("%(num)s person has come in all", "%(num)s people have come in all")
    return _counted(forms, board.presence.people)


def group(which: Group, number: int) -> Bilingual:
    """What a number of people of a group are."""
    return _counted(_GROUPS[which], number)


def states(board: Board) -> Bilingual:
    """What the number of member states counts."""
    forms = N_n("member state represented", "member states represented")
    return _counted(forms, board.presence.states_now)


def quorum(quorum: Quorum | None) -> Bilingual:
    """Whether there are enough to decide."""
    if quorum is None:
        return both(N_("No quorum is set"))
    if quorum.reached:
        return both(N_("Quorum of %(needed)s reached"), needed=quorum.needed)
    forms = N_n("Quorum of %(needed)s: one more needed", "Quorum of %(needed)s: %(num)s more needed")
    return _counted(forms, quorum.lacking, needed=quorum.needed)


def when(under_way: bool) -> Bilingual:  # noqa: FBT001 - asked by the template, one thing at a time
    """Whether a session is under way or comes next."""
    return both(pgettext("session", "Now") if under_way else pgettext("session", "Next"))


def lost() -> Bilingual:
    """What the hall is told when the board cannot be renewed."""
    return both(N_("No connection: the numbers may be out of date."))


def more(number: int) -> Bilingual:
    """The sessions for which there is no line."""
    return _counted(N_n("and one more session", "and %(num)s more sessions"), number)
