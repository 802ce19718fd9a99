"""What a patient person would count on paper: one plan of a conference, one guest after the other, in plain Python.

Nothing here asks a database or reads the registries of indicators and dimensions: only their codes are the same.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

from app.models import (
    LIVING,
    Category,
    CheckInKind,
    Group,
    LetterKind,
    LetterState,
    Mode,
    Origin,
    Place,
    Status,
)
from tests.services.statistics.conferences import DAYS, ENDS, Conference, Guest, Line, Room

PARIS = ZoneInfo("Europe/Paris")
DELEGATE, OBSERVER, PARTNER = Category.MEMBER_STATE_DELEGATE, Category.OBSERVER, Category.INTERNAL_PARTNER
Numbers = dict[str, int | None]


def registered(guest: Guest) -> bool:
    return guest.registered_at is not None and not guest.replaced


def confirmed(guest: Guest) -> bool:
    return guest.status is Status.CONFIRMED


def attended(guest: Guest) -> bool:
    return any(line.kind is CheckInKind.IN and not line.undone for line in guest.lines)


PEOPLE: dict[str, Callable[[Guest], bool]] = {
    "registered": registered,
    "outstanding": lambda guest: registered(guest) and guest.status in LIVING and not confirmed(guest),
    "ended": lambda guest: registered(guest) and guest.status not in LIVING,
    "confirmed": confirmed,
    "attended": attended,
    "absent": lambda guest: confirmed(guest) and not attended(guest),
    "attended_unconfirmed": lambda guest: attended(guest) and not confirmed(guest),
    "walk_ins": lambda guest: registered(guest) and guest.walk_in,
    "waiting": lambda guest: registered(guest) and guest.place is Place.WAITING,
}
STATES = {"states_registered": registered, "states_confirmed": confirmed, "states_attended": attended}
OF_PEOPLE = (*PEOPLE, *STATES)
STEPS = ("registered", "confirmed", "attended")
FROM_LOG = {"attended", "absent", "attended_unconfirmed", "states_attended"}
WHO_CAME = {"attended", "states_attended"}


def numbers(guests: Iterable[Guest], plan: Conference, codes: Sequence[str] = OF_PEOPLE) -> Numbers:
    """How many of the guests each indicator counts; None where the event does not know."""
    found, chosen = {}, list(guests)
    for code in codes:
        if code in PEOPLE:
            found[code] = sum(PEOPLE[code](guest) for guest in chosen)
        else:
            sent = (guest.body for guest in chosen if guest.category is DELEGATE and STATES[code](guest))
            found[code] = len(set(sent))
    log = any(line.kind is CheckInKind.IN for guest in plan.guests for line in guest.lines)
    unknown = (set() if log else FROM_LOG) | (set(codes) - WHO_CAME if plan.only_who_came else set())
    return {code: None if code in unknown else number for code, number in found.items()}


def _role(guest: Guest) -> str | None:
    if guest.role is None and guest.category in {DELEGATE, OBSERVER}:
        return "unrecorded"  # in a delegation, and nobody said in which part
    return guest.role.value if guest.role else None


def _gender(guest: Guest) -> str | None:
    if guest.gender is None and guest.origin is Origin.IMPORT:
        return "unrecorded"  # never asked
    return guest.gender.value if guest.gender else None


DIMENSIONS: dict[str, Callable[[Guest], str | None]] = {
    "role": _role,
    "mode": lambda guest: guest.mode.value,
    "language": lambda guest: "unrecorded" if guest.origin is Origin.IMPORT else guest.language.value,
    "gender": _gender,
    "first_recorded": lambda guest: {True: "yes", False: "no", None: None}[guest.first_recorded],
}


def _entries(plan: Conference, **wanted: object) -> list[tuple[int, Line]]:
    """The check-ins of an occasion, undone ones too, each with the number of its guest."""
    return [
        (number, line)
        for number, guest in enumerate(plan.guests)
        for line in guest.lines
        if line.kind is CheckInKind.IN and all(getattr(line, name) == value for name, value in wanted.items())
    ]


def _people(entries: Iterable[tuple[int, Line]], *modes: Mode) -> int:
    return len({guest for guest, line in entries if not line.undone and line.mode in (modes or tuple(Mode))})


LOG: dict[str, Callable[[list[tuple[int, Line]]], int]] = {
    "seen": _people,
    "seen_in_person": lambda entries: _people(entries, Mode.IN_PERSON),
    "seen_online": lambda entries: _people(entries, Mode.ONLINE),
}


def _minutes(entries: list[tuple[int, Line]]) -> int | None:
    """The average of the minutes, halves upwards; None where no report says any."""
    told = [line.minutes for _, line in entries if not line.undone and line.minutes is not None]
    return math.floor(Fraction(sum(told), len(told)) + Fraction(1, 2)) if told else None


ONLINE = {"minutes_online": _minutes}


def _seats(plan: Conference, room: int, place: Place) -> int:
    return sum(registered(guest) and guest.sign_ups.get(room) is place for guest in plan.guests)


SEATS: dict[str, Callable[[Conference, int], int]] = {
    "signed_up": lambda plan, room: _seats(plan, room, Place.HELD),
    "waiting_for_session": lambda plan, room: _seats(plan, room, Place.WAITING),
}


def _in_the_room(plan: Conference, number: int, room: Room) -> int | None:
    """Who had come and had not left when heads were counted; None where nobody was ever scanned at the door."""
    if not any(line.minutes is None for _, line in _entries(plan, session=number)):
        return None
    there = 0
    for guest in plan.guests:
        inside = False
        lines = [
            line
            for line in guest.lines
            if line.session == number and line.minutes is None and not line.undone
        ]
        for line in sorted(lines, key=lambda line: line.at):  # of one moment, the later line is the last word
            if line.at > room.heads[-1][1]:
                break
            if line.kind is CheckInKind.IN:
                inside = True
            elif room.exits:
                inside = False
        there += inside
    return there


def _difference(plan: Conference, number: int, room: Room) -> int | None:
    by_log = _in_the_room(plan, number, room)
    return None if by_log is None else room.heads[-1][0] - by_log


ROOM: dict[str, Callable[[Conference, int, Room], int | None]] = {
    "head_count": lambda plan, number, room: room.heads[-1][0],
    "in_the_room": _in_the_room,
    "head_count_difference": _difference,
}
LETTERS: dict[str, Callable[[LetterState], bool]] = {
    "letters_written": lambda state: True,
    "letters_sent": lambda state: state is LetterState.SENT,
    "letters_under_way": lambda state: (
        state in {LetterState.QUEUED, LetterState.SENDING, LetterState.WILL_RETRY}
    ),
    "letters_failed": lambda state: state is LetterState.FAILED,
}
CODES = (*PEOPLE, *STATES, *SEATS, *LOG, *ONLINE, *ROOM, *LETTERS)


def sessions(plan: Conference) -> list[dict[str, int | None]]:
    """Each session that is shown."""
    found = []
    for number, room in enumerate(plan.rooms):
        if not room.shown:
            continue
        entries = _entries(plan, session=number)
        row: Numbers = {"capacity": room.capacity, "percent": None}
        row |= {code: count(plan, number) if room.sign_up else None for code, count in SEATS.items()}
        row |= {code: count(entries) if entries else None for code, count in (LOG | ONLINE).items()}
        row |= {code: count(plan, number, room) if room.heads else None for code, count in ROOM.items()}
        if row["seen"] is not None and room.capacity:
            nearest = math.floor(Fraction(100 * row["seen"], room.capacity) + Fraction(1, 2))
            row["percent"] = min(nearest, 99) if row["seen"] < room.capacity else nearest
        found.append(row)
    return found


def days(plan: Conference) -> dict[date, Numbers]:
    """The two days of the event, and the evening before if somebody was checked in then."""
    found: dict[date, Numbers] = {}
    for day in DAYS:
        entries = _entries(plan, day=day)
        if entries or day != DAYS[0]:
            found[day] = {code: count(entries) if entries else None for code, count in LOG.items()}
    return found


def weeks(plan: Conference, most: int) -> dict[date | None, dict[Group, int]]:
    """The people registered in each week, from the first of them; before the last `most` Mondays it is one long time."""
    last = ENDS.astimezone(PARIS).date()
    last -= timedelta(days=last.weekday())
    # One Monday lies behind the event, and nobody registers then.
    mondays = [last + timedelta(weeks=1 - back) for back in range(most)]
    rows: dict[date | None, dict[Group, int]] = {}
    for guest in plan.guests:
        if not registered(guest) or guest.origin is Origin.IMPORT:
            continue
        assert guest.registered_at is not None
        day = guest.registered_at.astimezone(PARIS).date()
        monday = day - timedelta(days=day.weekday())
        rows.setdefault(monday if monday in mondays else None, dict.fromkeys(Group, 0))[
            guest.category.group
        ] += 1
    if not rows:
        return {}
    shown = [monday for monday in sorted(mondays) if monday <= last]
    if None not in rows:
        shown = [monday for monday in shown if monday >= min(key for key in rows if key is not None)]
    return {
        key: rows.get(key, dict.fromkeys(Group, 0)) for key in (*([None] if None in rows else []), *shown)
    }


def letters(plan: Conference) -> dict[LetterKind, dict[str, int]]:
    """The letters by kind."""
    return {
        kind: {
            code: sum(counts(state) for own, state in plan.letters if own is kind)
            for code, counts in LETTERS.items()
        }
        for kind in {own for own, _ in plan.letters}
    }


def delegation(plan: Conference, body: str) -> list[Guest]:
    """Whom a body sent: delegates of a state; observers and people of the Council of Europe otherwise. Speakers are not sent."""
    return [
        guest
        for guest in plan.guests
        if guest.body == body and guest.category in {DELEGATE, OBSERVER, PARTNER}
    ]


def delegation_numbers(plan: Conference, body: str, codes: Sequence[str]) -> Numbers:
    """The numbers of a delegation; of an event without anybody on record nothing is known."""
    return numbers(delegation(plan, body), plan, codes) if plan.guests else dict.fromkeys(codes)
