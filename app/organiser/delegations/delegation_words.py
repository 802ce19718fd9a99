"""How replies, reminders and numbers of a delegation are said and drawn."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple

from flask_babel import gettext as _
from flask_babel import ngettext, npgettext, pgettext

from app.lib.clock import now
from app.models import Event
from app.services import delegation_board
from app.services.delegation_board import Board
from app.services.delegation_replies import Reply, Standing
from app.services.releasing import Foreseen
from app.web.formatting import event_day, event_moment


class Face(NamedTuple):
    """A reply as it is shown: its glyph, its class of colours, its words."""

    glyph: str
    style: str
    words: str


# In the order in which the board explains them.
_FACES = {
    Reply.ARRIVED: ("in", "s-arr"),
    Reply.CONFIRMED: ("check", "s-conf"),
    Reply.ANSWERED: ("half", "s-nom"),
    Reply.SEEN: ("eye", "s-seen"),
    Reply.INVITED: ("mail", "s-silent"),
    Reply.WILL_NOT_ATTEND: ("x", "s-no"),
    Reply.NOT_INVITED: ("dash", "s-none"),
}


def face(reply: Reply, *, convoked: bool = True) -> Face:
    """How a reply is shown. Where nobody was invited, who sends nobody is not represented, and no more is said."""
    words: dict[Reply, Callable[[], str]] = {  # asked one by one: a board has a hundred of them
        Reply.ARRIVED: lambda: pgettext("delegation", "Arrived"),
        Reply.CONFIRMED: lambda: pgettext("delegation", "Confirmed"),
        Reply.ANSWERED: lambda: pgettext("delegation", "Answered"),
        Reply.SEEN: lambda: _("Invitation seen"),
        Reply.INVITED: lambda: _("Invited, silent"),
        Reply.WILL_NOT_ATTEND: lambda: _("Will not attend"),
        Reply.NOT_INVITED: lambda: (
            _("Not invited") if convoked else pgettext("delegation", "Not represented")
        ),
    }
    return Face(*_FACES[reply], words[reply]())


def faces(*, convoked: bool = True) -> dict[Reply, Face]:
    """All replies as they are shown, in the order in which the board explains them."""
    return {reply: face(reply, convoked=convoked) for reply in _FACES}


def legend(board: Board) -> list[tuple[Face, int]]:
    """Each reply with how many member states have given it; the numbers add up to all of them."""
    counts = board.counts
    return [(face(reply, convoked=board.is_convoked), counts[reply]) for reply in _FACES]


def told(standing: Standing, *, convoked: bool = True) -> str:
    """A reply with its number of people: “confirmed, 1 person”."""
    words = face(standing.reply, convoked=convoked).words
    words = words[:1].lower() + words[1:]
    if standing.reply not in delegation_board.NAMED:
        return words
    number = delegation_board.people(standing)
    if not number:
        return _("%(reply)s, nobody at present", reply=words)
    counted = ngettext("one person", "%(num)s people", number)
    return f"{words}, {counted}"


def headline(board: Board) -> str:
    """The news of the board."""
    states, arrived = len(board.states), board.counts[Reply.ARRIVED]
    if board.event.is_over(now()):
        words = ngettext(
            "%(num)s of %(states)s member states came",
            "%(num)s of %(states)s member states came",
            arrived,
            states=states,
        )
        return words if arrived else named(board)
    if arrived:
        return ngettext(
            "%(num)s of %(states)s member states has arrived",
            "%(num)s of %(states)s member states have arrived",
            arrived,
            states=states,
        )
    return named(board)


def named(board: Board) -> str:
    """How many member states have named somebody."""
    if not board.named:
        return _("No member state has named anybody yet")
    return ngettext(
        "%(num)s of %(states)s member states has named someone",
        "%(num)s of %(states)s member states have named someone",
        board.named,
        states=len(board.states),
    )


def reminded(event: Event, standing: Standing) -> str:
    """How often a silent body was reminded, and when the last time."""
    row = standing.convocation
    if row is None or row.reminded_at is None:
        return _("Never reminded")
    day = event_day(row.reminded_at, event, weekday=False)
    if row.reminders == 1:
        return _("Reminded once, %(day)s", day=day)
    if row.reminders == 2:
        return _("Reminded twice, last %(day)s", day=day)
    return _("Reminded %(number)s times, last %(day)s", number=row.reminders, day=day)


def to_go(event: Event, at: datetime) -> str:
    """How many days there are until the event; empty once it has begun, or while its dates are not known."""
    days = (event.days[0] - event.local(at).date()).days if event.days else 0
    return ngettext("one day to go", "%(num)s days to go", days) if days > 0 else ""


def why_no_release(event: Event, foreseen: Foreseen) -> str:
    """Why places are not released now; empty where they can be."""
    if foreseen.possible:
        return ""
    if event.is_read_only or event.is_over(now()):
        return _("The event is over or called off: no place is released any more.")
    if event.nominations_until is None:
        return _(
            "This event has no deadline for nominations. Places can be released once it has one, and it is over."
        )
    until = event_moment(event.nominations_until, event)
    return _("Places can be released after the deadline for nominations: %(moment)s.", moment=until)


def counted(reply: Reply, number: int, *, convoked: bool = True) -> str:
    """How many member states gave a reply, as a part of a sentence about them."""
    words: dict[Reply, Callable[[], str]] = {
        Reply.ARRIVED: lambda: npgettext("states", "%(num)s arrived", "%(num)s arrived", number),
        Reply.CONFIRMED: lambda: npgettext("states", "%(num)s confirmed", "%(num)s confirmed", number),
        Reply.ANSWERED: lambda: npgettext("states", "%(num)s has answered", "%(num)s have answered", number),
        Reply.SEEN: lambda: npgettext(
            "states", "%(num)s has seen the invitation", "%(num)s have seen the invitation", number
        ),
        Reply.INVITED: lambda: npgettext("states", "%(num)s silent", "%(num)s silent", number),
        Reply.WILL_NOT_ATTEND: lambda: npgettext(
            "states", "%(num)s will not attend", "%(num)s will not attend", number
        ),
        Reply.NOT_INVITED: lambda: (
            npgettext("states", "%(num)s not invited", "%(num)s not invited", number)
            if convoked
            else npgettext("states", "%(num)s not represented", "%(num)s not represented", number)
        ),
    }
    return words[reply]()
