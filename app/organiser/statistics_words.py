"""What the figures say in a sentence: the news of an event for its title, and how the steps explain one another."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import ngettext

from app.lib.wording import translated
from app.services.figures import Numbers, Phase, Source, Summary
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
    total = summary.total
    pieces = {
        "registered": [
            _some(total, "outstanding", _("%(number)s still to be decided")),
            _some(total, "ended", _("%(number)s declined, withdrawn, cancelled or expired")),
        ],
        "confirmed": [_some(total, "absent", _absent(summary))],
        "attended": [
            _some(total, "attended_unconfirmed", _("%(number)s without being confirmed")),
            _some(total, "walk_ins", _("%(number)s entered at the desk")),
        ]
        if summary.attendance_known
        else [],
    }
    return {step: " · ".join(filter(None, found)) for step, found in pieces.items()}


def reconciled(summary: Summary) -> list[str]:
    """The sums that must hold, written out."""
    total = summary.total
    sums = [
        _(
            "%(registered)s registered = %(confirmed)s confirmed + %(outstanding)s still to be decided"
            " + %(ended)s ended without confirmation"
        )
    ]
    if summary.attendance_known:
        sums.append(
            _(
                "%(attended)s attended = %(confirmed)s confirmed − %(absent)s absent"
                " + %(attended_unconfirmed)s without being confirmed"
            )
        )
    return [sentence % total for sentence in sums]


def unknown(summary: Summary, code: str) -> str:
    """Why a figure is not there, in the reader's language."""
    return translated(summary.missing(code), language())


def _absent(summary: Summary) -> str:
    over = summary.phase is Phase.AFTER
    return _("%(number)s confirmed but absent") if over else _("%(number)s confirmed and not here yet")


def _some(total: Numbers, code: str, sentence: str) -> str:
    return sentence % {"number": total[code]} if total[code] else ""
