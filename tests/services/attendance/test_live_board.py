"""The board in the hall: who is there now, which states are represented, whether that is enough, and what goes on."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask

from app.lib.clock import now
from app.models import Category, CheckInKind, Event, EventStatus, Group, SessionKind, Status
from app.services.attendance import attendance_counts, live_board
from app.services.attendance.desk_errors import NotADayOfTheEvent
from app.services.attendance.live_board import Board, Quorum
from app.services.errors import EventReadOnly, NotFound
from tests.factories.attendance import a_check_in, undone
from tests.factories.bodies import a_body
from tests.factories.events import a_session, an_event, moment
from tests.factories.figures import the_member_states
from tests.factories.registrations import a_registration


@pytest.fixture
def event(app: Flask) -> Event:
    """An event of two days, of which today is the first."""
    return an_event(starts_at=moment(0, 0), ends_at=moment(1, 20), closes_at=None, quorum=2)


def lit(board: Board) -> set[str]:
    return {state.code for state in board.states if state.there}


def test_states_are_represented_by_their_delegates_who_are_there(event: Event) -> None:
    the_member_states()
    came = a_registration(event, Status.CONFIRMED, body=a_body("DE"))
    a_check_in(came)
    a_check_in(a_registration(event, Status.CONFIRMED, body=a_body("DE")))
    a_check_in(a_registration(event, Status.SUBMITTED, body=a_body("GE")))  # let in anyway
    undone(a_check_in(a_registration(event, Status.CONFIRMED, body=a_body("FR"))))
    a_check_in(a_registration(event, Status.CONFIRMED, body=a_body("IT")), event.days[1])
    a_check_in(a_registration(event, Status.CONFIRMED, category=Category.SPEAKER_EXPERT, body=a_body("AT")))
    elsewhere = an_event(starts_at=moment(0, 0))
    a_check_in(a_registration(elsewhere, Status.CONFIRMED, body=a_body("ES")))
    board = live_board.board(event)
    assert lit(board) == {"DE", "GE"}
    assert board.presence.states_now == 2
    assert len(board.states) == board.presence.all_states == 46
    assert board.presence.groups_now == {Group.MEMBER_STATES: 3, Group.OBSERVERS: 0, Group.OTHERS: 1}
    assert board.presence == attendance_counts.presence(event.id, event.days[0])
    assert lit(live_board.board(event, event.days[1])) == {"IT"}


@pytest.mark.parametrize(("exits", "there"), [(True, {"GE"}), (False, {"GE", "DE"})])
def test_in_a_session_with_exits_only_those_inside_represent_their_state(
    event: Event, exits: bool, there: set[str]
) -> None:
    session = a_session(event, exits=exits)
    stays = a_registration(event, Status.CONFIRMED, body=a_body("GE"))
    leaves = a_registration(event, Status.CONFIRMED, body=a_body("DE"))
    for person in (stays, leaves):
        a_check_in(person, session=session)
    a_check_in(leaves, session=session, kind=CheckInKind.OUT)
    a_check_in(a_registration(event, Status.CONFIRMED, body=a_body("FR")))  # at the entrance only
    board = live_board.board(event, session_id=session.id)
    assert lit(board) == there
    assert board.presence.states_now == len(there)
    assert board.presence.people == 2
    assert board.quorum == Quorum(2, len(there))


@pytest.mark.parametrize(
    ("needed", "states", "reached", "lacking"), [(24, 24, True, 0), (24, 30, True, 0), (24, 22, False, 2)]
)
def test_quorum(needed: int, states: int, reached: bool, lacking: int) -> None:
    quorum = Quorum(needed, states)
    assert (quorum.reached, quorum.lacking) == (reached, lacking)


def test_an_event_need_not_have_a_quorum(event: Event) -> None:
    event.quorum = None
    assert live_board.board(event).quorum is None


def titles(board: Board) -> list[tuple[str, bool]]:
    return [(slot.session.title_en, slot.under_way) for slot in board.slots]


def test_what_is_under_way_and_what_begins_next(event: Event) -> None:
    hour, at = timedelta(hours=1), now()
    for title, begins, changes in (
        ("Gone", at - 2 * hour, {}),
        ("Now", at - hour / 2, {}),
        ("Called off", at - hour / 2, {"cancelled_at": at}),
        ("Coffee", at + hour, {"kind": SessionKind.BREAK}),
        ("Workshop", at + hour, {}),
        ("Later", at + 2 * hour, {}),
    ):
        a_session(event, starts_at=begins, ends_at=begins + hour, title_en=title, **changes)
    board = live_board.board(event)
    assert titles(board) == [("Now", True), ("Coffee", False), ("Workshop", False)]
    assert board.more == 0
    a_session(event, starts_at=at - hour / 2, title_en="Beside")
    board = live_board.board(event)
    assert len(board.slots) == live_board.MOST_SESSIONS
    assert board.more == 1


@pytest.mark.parametrize(("days", "shown"), [(-5, -4), (5, 5), (0, 0)])
def test_on_another_day_the_nearest_of_the_event_is_shown(app: Flask, days: int, shown: int) -> None:
    event = an_event(starts_at=moment(days, 9))
    board = live_board.board(event)
    assert board.occasion.day == moment(shown).date()
    assert board.slots == []


def test_what_there_is_no_board_for(event: Event) -> None:
    with pytest.raises(NotFound):
        live_board.board(event, session_id=a_session(an_event()).id)
    with pytest.raises(NotADayOfTheEvent):
        live_board.board(event, moment(9).date())
    with pytest.raises(NotADayOfTheEvent):
        live_board.board(an_event(status=EventStatus.DRAFT, starts_at=None))
    event.status = EventStatus.ARCHIVED
    with pytest.raises(EventReadOnly):
        live_board.board(event)
