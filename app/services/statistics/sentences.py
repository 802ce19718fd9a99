"""What the figures say in a sentence: the news of an event for its title, and how the steps explain one another."""

from __future__ import annotations

from app.lib.wording import N_, N_n, translated, translated_count
from app.services.statistics.figure_tables import SOURCES
from app.services.statistics.figures import Phase, Source, Summary

_WORDS = {  # each number with its word, by the code of its indicator
    "registered": N_n("%(num)s registered", "%(num)s registered"),
    "outstanding": N_n("%(num)s still to be decided", "%(num)s still to be decided"),
    "ended": N_n("%(num)s ended without confirmation", "%(num)s ended without confirmation"),
    "confirmed": N_n("%(num)s confirmed", "%(num)s confirmed"),
    "absent": N_n("%(num)s absent", "%(num)s absent"),
    "attended": N_n("%(num)s attended", "%(num)s attended"),
    "attended_unconfirmed": N_n("%(num)s without being confirmed", "%(num)s without being confirmed"),
    "walk_ins": N_n("%(num)s entered at the desk", "%(num)s entered at the desk"),
}
_NOT_HERE_YET = N_n("%(num)s not here yet", "%(num)s not here yet")  # nobody is absent before the end


def news(summary: Summary, states: int, language: str) -> str:
    """The sentence that matters, for the title; `states` is the number of all member states."""
    if summary.phase is Phase.CANCELLED:
        return translated(N_("The event was cancelled"), language)
    if summary.source is Source.NONE:
        return translated(N_("No figures are recorded"), language)
    attended = summary.total["attended"]
    if attended is None:
        return _before_anybody_came(summary, language)
    if summary.source is Source.REPORTED:
        took_part = N_n("%(num)s person took part", "%(num)s people took part")
        return translated_count(*took_part, attended, language)
    if summary.phase is not Phase.AFTER:
        so_far = N_n("%(num)s person has come so far", "%(num)s people have come so far")
        return translated_count(*so_far, attended, language)
    if came := summary.total["states_attended"]:
        of_all = N_n("%(num)s of %(all)s member states came", "%(num)s of %(all)s member states came")
        return translated_count(*of_all, came, language, all=states)
    return translated_count(*N_n("%(num)s person came", "%(num)s people came"), attended, language)


def _before_anybody_came(summary: Summary, language: str) -> str:
    confirmed, registered = summary.total["confirmed"], summary.total["registered"]
    if confirmed is None or registered is None:
        return translated(N_("Who came is not recorded"), language)
    if summary.phase is Phase.AFTER:
        were = N_n("%(num)s person was confirmed", "%(num)s people were confirmed")
        return translated_count(*were, confirmed, language)
    if confirmed:
        are = N_n("%(num)s person is confirmed", "%(num)s people are confirmed")
        return translated_count(*are, confirmed, language)
    if registered:
        have = N_n("%(num)s person has registered", "%(num)s people have registered")
        return translated_count(*have, registered, language)
    return translated(N_("Nobody has registered yet"), language)


def notes(summary: Summary, language: str) -> dict[str, str]:
    """The line below each bar of the way from registered to attended, by the code of the step."""
    pieces = {
        "registered": ("outstanding", "ended"),
        "confirmed": ("absent",),
        "attended": ("attended_unconfirmed", "walk_ins") if summary.attendance_known else (),
    }
    return {
        step: " · ".join(_said(summary, code, language) for code in codes if summary.total[code])
        for step, codes in pieces.items()
    }


def reconciled(summary: Summary, language: str) -> list[str]:
    """The sums that must hold, written out; those with a number that is not recorded are left out."""
    sums = [
        ("registered", "%s = %s + %s + %s", ("confirmed", "outstanding", "ended")),
        ("attended", "%s = %s − %s + %s", ("confirmed", "absent", "attended_unconfirmed")),
    ]
    return [
        form % tuple(_said(summary, code, language) for code in (whole, *parts))
        for whole, form, parts in sums
        if all(summary.total[code] is not None for code in (whole, *parts))
    ]


def _said(summary: Summary, code: str, language: str) -> str:
    """A number with its word."""
    forms = _NOT_HERE_YET if code == "absent" and summary.phase is not Phase.AFTER else _WORDS[code]
    return translated_count(*forms, summary.total[code] or 0, language)


def unknown(summary: Summary, code: str, language: str) -> str:
    """Why a figure is not there."""
    return translated(summary.missing(code), language)


def source(summary: Summary, language: str) -> str:
    """Where the figures of an event come from, in a word."""
    return translated(SOURCES[summary.source], language)
