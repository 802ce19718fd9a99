"""What the figures say in a sentence: the news of an event for its title, and how the steps explain one another."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import ngettext

from app.lib.wording import translated
from app.services.statistics.figures import Phase, Source, Summary
from app.services.statistics.year_figures import SOURCES
from app.web.locale import language


def news(summary: Summary, states: int) -> str:
    """The sentence that matters, for the title; `states` is the number of all member states."""
    if summary.phase is Phase.CANCELLED:
        return _("The event was cancelled")
    if summary.source is Source.NONE:
        return _("No figures are recorded")
    attended = summary.total["attended"]
    if attended is None:
        return _before_anybody_came(summary)
    if summary.source is Source.REPORTED:
        return ngettext("%(num)s person took part", "%(num)s people took part", attended)
    came = summary.total["states_attended"]
    if summary.phase is not Phase.AFTER:
        return ngettext("%(num)s person has come so far", "%(num)s people have come so far", attended)
    if came:
        return ngettext(
            "%(num)s of %(all)s member states came", "%(num)s of %(all)s member states came", came, all=states
        )
    return ngettext("%(num)s person came", "%(num)s people came", attended)


def _before_anybody_came(summary: Summary) -> str:
    confirmed, registered = summary.total["confirmed"], summary.total["registered"]
    if confirmed is None or registered is None:
        return _("Who came is not recorded")
    if summary.phase is Phase.AFTER:
        return ngettext("%(num)s person was confirmed", "%(num)s people were confirmed", confirmed)
    if confirmed:
        return ngettext("%(num)s person is confirmed", "%(num)s people are confirmed", confirmed)
    if registered:
        return ngettext("%(num)s person has registered", "%(num)s people have registered", registered)
    return _("Nobody has registered yet")


def notes(summary: Summary) -> dict[str, str]:
    """The line below each bar of the way from registered to attended, by the code of the step."""
    said = _said(summary)
    pieces = {
        "registered": ("outstanding", "ended"),
        "confirmed": ("absent",),
        "attended": ("attended_unconfirmed", "walk_ins") if summary.attendance_known else (),
    }
    return {
        step: " · ".join(said[code] for code in codes if summary.total[code])
        for step, codes in pieces.items()
    }


def reconciled(summary: Summary) -> list[str]:
    """The sums that must hold, written out."""
    said = _said(summary)
    registered, confirmed = said["registered"], said["confirmed"]
    sums = [f"{registered} = {confirmed} + {said['outstanding']} + {said['ended']}"]
    if summary.attendance_known:
        sums.append(f"{said['attended']} = {confirmed} − {said['absent']} + {said['attended_unconfirmed']}")
    return sums


def _said(summary: Summary) -> dict[str, str]:
    """Each number with its word."""
    total = {code: number or 0 for code, number in summary.total.items()}
    absent = (
        ngettext("%(num)s absent", "%(num)s absent", total["absent"])
        if summary.phase is Phase.AFTER
        else ngettext("%(num)s not here yet", "%(num)s not here yet", total["absent"])
    )
    return {
        "registered": ngettext("%(num)s registered", "%(num)s registered", total["registered"]),
        "outstanding": ngettext(
            "%(num)s still to be decided", "%(num)s still to be decided", total["outstanding"]
        ),
        "ended": ngettext(
            "%(num)s ended without confirmation", "%(num)s ended without confirmation", total["ended"]
        ),
        "confirmed": ngettext("%(num)s confirmed", "%(num)s confirmed", total["confirmed"]),
        "absent": absent,
        "attended": ngettext("%(num)s attended", "%(num)s attended", total["attended"]),
        "attended_unconfirmed": ngettext(
            "%(num)s without being confirmed",
            "%(num)s without being confirmed",
            total["attended_unconfirmed"],
        ),
        "walk_ins": ngettext("%(num)s entered at the desk", "%(num)s entered at the desk", total["walk_ins"]),
    }


def unknown(summary: Summary, code: str) -> str:
    """Why a figure is not there, in the reader's language."""
    return translated(summary.missing(code), language())


def source(summary: Summary) -> str:
    """Where the figures of an event come from, in a word."""
    return translated(SOURCES[summary.source], language())
