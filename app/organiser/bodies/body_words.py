"""The words for how a body took part: where it has nobody why, and where nothing is recorded that."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from flask_babel import gettext as _
from flask_babel import ngettext

from app.charts.trend import Slot, trend
from app.lib import dates
from app.lib.wording import capitalised
from app.models import BodyKind
from app.models.labels import label
from app.services.body_participation import Answer, Part
from app.services.indicators import REGISTRY
from app.services.statistics.figures import Phase
from app.services.statistics.picture_kinds import HALF, PHONE, WIDE, Picture
from app.web.locale import language


def news(parts: Sequence[Part]) -> str:
    """What matters of all events together, for the head of the section."""
    over = [part for part in parts if part.recorded.phase is Phase.AFTER]
    recorded = [part for part in over if part.answer is not Answer.NOT_RECORDED]
    came = [part for part in recorded if took_part(part)]
    if not recorded:
        return _("Never recorded: no event so far has a list of its people")
    if not came:
        return ngettext(
            "Never recorded as taking part, at the one event that has a list",
            "Never recorded as taking part, at %(num)s events that have a list",
            len(recorded),
        )
    return ngettext(
        "Took part in %(came)s of %(num)s recorded event",
        "Took part in %(came)s of %(num)s recorded events",
        len(recorded),
        came=len(came),
    )


def day(value: date) -> str:
    """A day with its year."""
    return dates.day(value, language(), weekday=False, year=True)


def took_part(part: Part) -> bool:
    """Whether somebody came; where nobody was checked in, whether somebody was confirmed."""
    return bool(part.confirmed if part.attended is None else part.attended)


def answer(part: Part) -> str:
    """How a body stands with an event, where its numbers do not say it."""
    return {
        Answer.NOT_RECORDED: _("not recorded"),
        Answer.CANCELLED: _("did not take place"),
        Answer.REFUSED: _("will not attend")
        if part.recorded.phase is Phase.BEFORE
        else _("did not attend, as it had said"),
        Answer.SILENT: _("has not answered"),
        Answer.NOT_REPRESENTED: _("not represented"),
        Answer.TAKES_PART: "",
        Answer.ENDED: _("all have withdrawn or were declined"),
    }[part.answer]


def unknown(part: Part) -> str:
    """Why it is not known who attended."""
    if part.answer is Answer.CANCELLED:
        return _("did not take place")
    return _("not yet") if part.recorded.phase in {Phase.BEFORE, Phase.RUNNING} else _("not recorded")


def summary(part: Part) -> str:
    """How a body took part, in a few words for a list; empty where nothing is recorded."""
    if part.answer is not Answer.TAKES_PART:
        return answer(part)
    if part.attended is not None:
        return ngettext("%(num)s person came", "%(num)s people came", part.attended)
    return ngettext("%(num)s person was confirmed", "%(num)s people were confirmed", part.confirmed or 0)


def kind_heading(kind: BodyKind) -> str:
    """The heading over the bodies of a kind."""
    return {
        BodyKind.MEMBER_STATE: _("Member states"),
        BodyKind.OBSERVER_STATE: _("Observer states"),
        BodyKind.OBSERVER_ORGANISATION: _("Observer organisations"),
        BodyKind.INTERNAL_PARTNER: _("Parts of the Council of Europe"),
        BodyKind.EUROPEAN_NETWORK: _("European networks"),
        BodyKind.EU_WORKING_GROUP: _("Working parties of the EU Council"),
        BodyKind.AGENCY: _("Agencies of the European Union"),
        BodyKind.EU_INSTITUTION: _("Institutions of the European Union"),
        BodyKind.OTHER_STATE: _("Other states"),
    }[kind]


def trend_of(parts: Sequence[Part]) -> Picture | None:
    """Those who attended, event by event; None as long as fewer than two events have a number."""
    shown = [part for part in parts if part.recorded.phase in {Phase.AFTER, Phase.RUNNING}]
    if sum(part.attended is not None for part in shown) < 2:
        return None
    slots = [_slot(part) for part in shown]
    widths = WIDE if len(slots) > 4 else (PHONE, HALF)
    title = REGISTRY["attended"].name_in(language())
    return Picture("trend", title, lambda identity, width: trend(identity, title, slots, width), widths)


def _slot(part: Part) -> Slot:
    event = part.recorded.event
    kind = capitalised(label(event.kind, language()))
    return Slot(str(event.year), kind, part.attended, unknown(part))
