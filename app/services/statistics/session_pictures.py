"""How full the sessions were, as a picture; before the event, who has signed up for them."""

from __future__ import annotations

from app.charts.bars import Fill, fills
from app.lib import numbers
from app.lib.wording import N_, pgettext, translated
from app.services.statistics.figure_kinds import EventFigures, SessionFigures
from app.services.statistics.figures import NOT_RECORDED
from app.services.statistics.picture_kinds import WIDE, Picture

_OF = N_("%(number)s of %(all)s")
_NO_LIMIT = N_("no limit")


def sessions(figures: EventFigures, language: str) -> Picture:
    """Who was seen in the sessions; before the event, who has signed up for them."""
    if figures.summary.is_to_come:
        title = translated(N_("How full the sessions are"), language)
        shown = [_signed_up(session, language) for session in figures.sessions]
    else:
        everybody = figures.summary.total["attended"] or 0
        title = translated(N_("How full the sessions were"), language)
        shown = [_seen(session, everybody, language) for session in figures.sessions]
    return Picture("sessions", title, lambda identity, width: fills(identity, title, shown, width), WIDE)


def percent(session: SessionFigures, language: str) -> str:
    """How full a session was, in words; empty where that is not known or has no meaning."""
    if session.percent is None:
        return ""
    if session.seen == session.capacity:
        return translated(pgettext("session", "full"), language)
    return numbers.percent(session.percent, language)


def _seen(session: SessionFigures, everybody: int, language: str) -> Fill:
    """The people seen, of the places; where places are not limited, of everybody who came."""
    title, limit = session.title.in_language(language), session.capacity
    whole = everybody if limit is None else limit
    if session.seen is None:
        recorded = session.missing == NOT_RECORDED
        why = N_("not recorded: no check-in at the door") if recorded else session.missing
        return Fill(title, None, whole, _places(limit, language), unknown=translated(why, language))
    counted = translated(_OF, language, number=session.seen, all=whole)
    end = translated(_NO_LIMIT, language) if limit is None else percent(session, language)
    return Fill(title, session.seen, whole, counted, end)


def _signed_up(session: SessionFigures, language: str) -> Fill:
    title, limit = session.title.in_language(language), session.capacity
    if session.signed_up is None:
        why = translated(N_("no sign-up needed"), language)
        return Fill(title, None, 0, _places(limit, language), unknown=why)
    if limit is None:
        counted, whole = translated(_NO_LIMIT, language), session.signed_up
    else:
        counted, whole = translated(_OF, language, number=session.signed_up, all=limit), limit
    waiting = ""
    if session.waiting:
        waiting = translated(N_("%(number)s waiting"), language, number=session.waiting)
    return Fill(title, session.signed_up, whole, counted, waiting)


def _places(limit: int | None, language: str) -> str:
    if limit is None:
        return translated(_NO_LIMIT, language)
    return translated(N_("%(number)s places"), language, number=limit)
