"""The registry of indicators: what is counted, what it is called, what it means, and the SQL that counts it.

Pages, charts, tables and files take names, definitions and numbers from here. Each indicator is an aggregate over one set of
rows (services/statistics/figure_counts.py), so it can be asked of a whole event, of one group of it, or
of several events at once:

- PEOPLE: the registrations, with a flag for each question;
- STATES: the bodies of an event by category, with the numbers of their people;
- SEATS: the sign-ups of registered people for sessions;
- LOG and ONLINE: the check-ins, with the flag `standing` (an entry that was not undone);
- ROOM: the head counts that hold, each with the people who were in the room by the log at its moment;
- LETTERS: the letters of an event.
"""

from __future__ import annotations

import enum
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Integer, and_, cast, distinct, func, not_

from app.lib.wording import N_, pgettext, translated
from app.models import Category, Group, LetterState, Mode, Place

# Raised whenever a definition or an aggregate below changes what is counted: frozen figures keep the number they were counted by.
DEFINITIONS = 1

Aggregate = Callable[[Any], ColumnElement[int]]  # from the columns of a set of rows to a number


class Unit(enum.StrEnum):
    """What a figure counts: people and states are never added up."""

    PEOPLE = "people"
    STATES = "states"
    MINUTES = "minutes"
    LETTERS = "letters"


@dataclass(frozen=True)
class Indicator:
    """One figure: its stable code, its name and definition (message ids), and its aggregate.

    `from_log` says that it rests on the log of check-ins: where nobody checked anybody in, it is not recorded.
    """

    code: str
    name: str
    definition: str
    aggregate: Aggregate
    unit: Unit = Unit.PEOPLE
    from_log: bool = False

    def name_in(self, language: str) -> str:
        """The name in a language, with a capital."""
        return translated(self.name, language)


def _people(condition: Callable[[Any], ColumnElement[bool]]) -> Aggregate:
    return lambda rows: func.count().filter(condition(rows))


def _states(step: str) -> Aggregate:
    """States are counted over bodies, not over people: the rows bear the numbers of each body's people."""
    return lambda rows: func.count().filter(
        and_(rows.category == Category.MEMBER_STATE_DELEGATE, rows[step] > 0)
    )


PEOPLE = (
    Indicator(
        "registered",
        pgettext("people", "Registered"),
        N_("People who were nominated, or whose registration was received, less those who were replaced."),
        _people(lambda rows: rows.registered),
    ),
    Indicator(
        "outstanding",
        pgettext("people", "Still to be decided"),
        N_("Registered people whose registration is neither confirmed nor ended."),
        _people(lambda rows: and_(rows.registered, not_(rows.confirmed), not_(rows.ended))),
    ),
    Indicator(
        "ended",
        pgettext("people", "Ended without confirmation"),
        N_("Registered people whose registration was declined, withdrawn or cancelled, or has expired."),
        _people(lambda rows: and_(rows.registered, rows.ended)),
    ),
    Indicator(
        "confirmed",
        pgettext("people", "Confirmed"),
        N_("People whose registration is confirmed now."),
        _people(lambda rows: rows.confirmed),
    ),
    Indicator(
        "attended",
        pgettext("people", "Attended"),
        N_(
            "People with at least one check-in that was not undone, whatever the state of their registration."
        ),
        _people(lambda rows: rows.attended),
        from_log=True,
    ),
    Indicator(
        "absent",
        pgettext("people", "Absent"),
        N_("Confirmed people who were never checked in."),
        _people(lambda rows: and_(rows.confirmed, not_(rows.attended))),
        from_log=True,
    ),
    Indicator(
        "attended_unconfirmed",
        pgettext("people", "Attended without being confirmed"),
        N_("People who were checked in although their registration is not confirmed (any more)."),
        _people(lambda rows: and_(rows.attended, not_(rows.confirmed))),
        from_log=True,
    ),
    Indicator(
        "walk_ins",
        pgettext("people", "Walk-ins"),
        N_("Registered people who were entered at the desk on the day."),
        _people(lambda rows: and_(rows.registered, rows.walk_in)),
    ),
    Indicator(
        "waiting",
        pgettext("people", "On the waiting list"),
        N_("Registered people who wait for a place at the event."),
        _people(lambda rows: rows.waiting),
    ),
)

STATES = (
    Indicator(
        "states_registered",
        N_("Member states registered"),
        N_("Member states with at least one registered delegate."),
        _states("registered"),
        Unit.STATES,
    ),
    Indicator(
        "states_confirmed",
        N_("Member states confirmed"),
        N_("Member states with at least one confirmed delegate."),
        _states("confirmed"),
        Unit.STATES,
    ),
    Indicator(
        "states_attended",
        N_("Member states present"),
        N_("Member states with at least one delegate who attended."),
        _states("attended"),
        Unit.STATES,
        from_log=True,
    ),
)

SEATS = (
    Indicator(
        "signed_up",
        pgettext("people", "Signed up"),
        N_("Registered people who hold a place in the session."),
        lambda rows: func.count().filter(rows.place == Place.HELD.value),
    ),
    Indicator(
        "waiting_for_session",
        pgettext("people", "Waiting for a place"),
        N_("Registered people on the waiting list of the session."),
        lambda rows: func.count().filter(rows.place == Place.WAITING.value),
    ),
)

LOG = (
    Indicator(
        "seen",
        pgettext("people", "Seen"),
        N_("People with at least one check-in to the session, or on the day, that was not undone."),
        lambda rows: func.count(distinct(rows.registration_id)).filter(rows.standing),
        from_log=True,
    ),
    Indicator(
        "seen_in_person",
        pgettext("people", "Seen in person"),
        N_("Of those seen, the people who were checked in on the spot."),
        lambda rows: func.count(distinct(rows.registration_id)).filter(
            and_(rows.standing, rows.mode == Mode.IN_PERSON)
        ),
        from_log=True,
    ),
    Indicator(
        "seen_online",
        pgettext("people", "Seen online"),
        N_("Of those seen, the people who took part online."),
        lambda rows: func.count(distinct(rows.registration_id)).filter(
            and_(rows.standing, rows.mode == Mode.ONLINE)
        ),
        from_log=True,
    ),
)

ONLINE = (
    Indicator(
        "minutes_online",
        N_("Minutes online"),
        N_("How long those seen online were there on average, in minutes, where a report says so."),
        lambda rows: cast(
            func.round(func.avg(rows.minutes).filter(and_(rows.standing, rows.mode == Mode.ONLINE))), Integer
        ),
        Unit.MINUTES,
        from_log=True,
    ),
)

ROOM = (
    Indicator(
        "head_count",
        N_("Head count"),
        N_("People whom somebody counted in the room; the last count of a session holds."),
        lambda rows: func.max(rows.number),
    ),
    Indicator(
        "in_the_room",
        N_("In the room by the log"),
        N_("People who had been checked in, and had not left, at the moment of the head count."),
        lambda rows: func.count(rows.registration_id),
        from_log=True,
    ),
    Indicator(
        "head_count_difference",
        N_("Difference"),
        N_("The head count less those in the room by the log: above zero, somebody was not checked in."),
        lambda rows: func.max(rows.number) - func.count(rows.registration_id),
        from_log=True,
    ),
)

_UNDER_WAY = (LetterState.QUEUED, LetterState.SENDING, LetterState.WILL_RETRY)
LETTERS = (
    Indicator(
        "letters_written",
        pgettext("letters", "Written"),
        N_("Letters about the event, to whomever, in whatever state."),
        lambda rows: func.count(),
        Unit.LETTERS,
    ),
    Indicator(
        "letters_sent",
        pgettext("letters", "Sent"),
        N_("Letters that the mail server took over."),
        lambda rows: func.count().filter(rows.state == LetterState.SENT.value),
        Unit.LETTERS,
    ),
    Indicator(
        "letters_under_way",
        pgettext("letters", "Under way"),
        N_("Letters that wait to be sent, or to be tried again."),
        lambda rows: func.count().filter(rows.state.in_([state.value for state in _UNDER_WAY])),
        Unit.LETTERS,
    ),
    Indicator(
        "letters_failed",
        pgettext("letters", "Failed"),
        N_("Letters that cannot be delivered; the rest of those written was cancelled."),
        lambda rows: func.count().filter(rows.state == LetterState.FAILED.value),
        Unit.LETTERS,
    ),
)

REGISTRY: dict[str, Indicator] = {
    row.code: row for row in (*PEOPLE, *STATES, *SEATS, *LOG, *ONLINE, *ROOM, *LETTERS)
}
STEPS = ("registered", "confirmed", "attended")  # the way of most people; tables have a column for each
# The group of the statistics is part of the code of a figure that was reported for one group alone.
REPORTED: dict[str, tuple[str, Group | None]] = {
    "registered": ("registered", None),
    "confirmed": ("confirmed", None),
    "attended": ("attended", None),
    **{f"{step}_{group.value}": (step, group) for step in STEPS for group in Group},
    **{row.code: (row.code, None) for row in STATES},
}


def named(*codes: str) -> Iterable[Indicator]:
    """The indicators with some codes, in that order.

    Raises:
        KeyError: there is no such indicator.
    """
    return [REGISTRY[code] for code in codes]
