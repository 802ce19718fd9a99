"""The statistics of one event: exact figures on cases made by hand."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
import time_machine
from flask import Flask

from app.models import (
    BodyKind,
    Category,
    CheckInKind,
    EventStatus,
    Gender,
    Group,
    Language,
    Mode,
    Origin,
    Place,
    Role,
    Status,
)
from app.services import event_figures
from app.services.figures import NOT_HELD, NOT_RECORDED, NOT_YET, Phase, Source
from tests.factories.attendance import a_check_in, undone
from tests.factories.bodies import a_body
from tests.factories.events import a_session, an_event
from tests.factories.figures import a_past_event, a_reported_figure, the_conference_of_2024, the_member_states
from tests.factories.registrations import a_registration, a_sign_up

DELEGATE, OBSERVER, SPEAKER = Category.MEMBER_STATE_DELEGATE, Category.OBSERVER, Category.SPEAKER_EXPERT


def test_each_step_counts_whom_it_should(app: Flask) -> None:
    event = a_past_event()
    came, absent = a_registration(event, Status.CONFIRMED), a_registration(event, Status.CONFIRMED)
    a_check_in(came)
    a_registration(event, Status.UNVERIFIED)  # never registered
    a_registration(event, Status.EXPIRED)  # never registered
    a_registration(event, Status.EXPIRED, registered_at=event.starts_at)  # a nomination that ran out
    for status in (Status.NOMINATED, Status.SUBMITTED, Status.VALIDATED):
        a_registration(event, status)
    for status in (Status.DECLINED, Status.WITHDRAWN, Status.CANCELLED):
        a_registration(event, status)
    total = event_figures.figures_of(event).summary.total
    assert total["registered"] == 9
    assert total["outstanding"] == 3
    assert total["ended"] == 4
    assert total["confirmed"] == 2
    assert total["attended"] == 1
    assert total["absent"] == 1
    assert total["attended_unconfirmed"] == 0
    assert absent.status is Status.CONFIRMED


def test_a_replaced_person_is_not_registered_but_keeps_the_check_ins(app: Flask) -> None:
    event = a_past_event()
    first = a_registration(event, Status.WITHDRAWN, replaced=True)
    second = a_registration(event, Status.CONFIRMED, replaces_id=first.id)
    a_check_in(first, event.days[0])
    a_check_in(second, event.days[1])
    total = event_figures.figures_of(event).summary.total
    assert (total["registered"], total["confirmed"], total["attended"]) == (1, 1, 2)
    assert (total["absent"], total["attended_unconfirmed"], total["ended"]) == (0, 1, 0)


def test_an_undone_check_in_does_not_count_and_another_one_does(app: Flask) -> None:
    event = a_past_event()
    never, again, left = (a_registration(event, Status.CONFIRMED) for _ in range(3))
    undone(a_check_in(never))
    undone(a_check_in(again))
    a_check_in(again)
    a_check_in(left)
    a_check_in(left, kind=CheckInKind.OUT)
    figures = event_figures.figures_of(event)
    assert figures.summary.total["attended"] == 2
    assert figures.summary.total["absent"] == 1
    assert figures.days[0].seen == 2


def test_whoever_is_checked_in_several_times_is_one_person(app: Flask) -> None:
    event = a_past_event()
    session, other = a_session(event), a_session(event, 2)
    person = a_registration(event, Status.CONFIRMED)
    for day in event.days:
        a_check_in(person, day)
    a_check_in(person, event.days[0], session)
    a_check_in(person, event.days[0], session)
    a_check_in(person, event.days[0], other)
    figures = event_figures.figures_of(event)
    assert figures.summary.total["attended"] == 1
    assert [(day.day, day.seen) for day in figures.days] == [(day, 1) for day in event.days]
    assert [one.seen for one in figures.sessions] == [1, 1]


def test_attending_without_being_confirmed_is_shown_apart(app: Flask) -> None:
    event = a_past_event()
    withdrawn = a_registration(event, Status.WITHDRAWN)
    waiting = a_registration(event, Status.SUBMITTED, place=Place.WAITING)
    desk = a_registration(event, Status.CONFIRMED, origin=Origin.DESK, walk_in=True)
    for person in (withdrawn, waiting, desk):
        a_check_in(person)
    a_registration(event, Status.CONFIRMED)
    total = event_figures.figures_of(event).summary.total
    assert (total["confirmed"], total["absent"], total["attended_unconfirmed"], total["attended"]) == (
        2,
        1,
        2,
        3,
    )
    assert total["walk_ins"] == 1


def test_the_three_groups_add_up_and_discreet_people_count_like_others(app: Flask) -> None:
    event = a_past_event()
    a_check_in(a_registration(event, Status.CONFIRMED, discreet=True))
    a_check_in(a_registration(event, Status.CONFIRMED, category=OBSERVER))
    a_registration(event, Status.CONFIRMED, category=Category.INTERNAL_PARTNER, body=a_body("ECCD"))
    a_check_in(a_registration(event, Status.CONFIRMED, category=SPEAKER, body=a_body("DE")))
    a_registration(event, Status.CONFIRMED, category=Category.PRESS, body_text="A newspaper")
    figures = event_figures.figures_of(event)
    groups = figures.summary.groups
    assert [groups[group]["confirmed"] for group in Group] == [1, 1, 3]
    assert [groups[group]["attended"] for group in Group] == [1, 1, 1]
    assert [(category, numbers["confirmed"]) for category, numbers in figures.categories] == [
        (DELEGATE, 1),
        (OBSERVER, 1),
        (Category.INTERNAL_PARTNER, 1),
        (SPEAKER, 1),
        (Category.PRESS, 1),
    ]
    kinds = {
        row.kind: (row.numbers["confirmed"], {one.body.code for one in row.bodies}) for row in figures.kinds
    }
    assert kinds == {
        BodyKind.MEMBER_STATE: (2, {"MD", "DE"}),
        BodyKind.OBSERVER_ORGANISATION: (1, {"INTERPOL"}),
        BodyKind.INTERNAL_PARTNER: (1, {"ECCD"}),
        None: (1, set()),
    }


def test_a_speaker_does_not_make_a_state_represented(app: Flask) -> None:
    states = the_member_states()
    event = a_past_event()
    a_check_in(a_registration(event, Status.CONFIRMED, body=states["GE"]))
    a_check_in(a_registration(event, Status.CONFIRMED, body=states["GE"]))
    a_registration(event, Status.CONFIRMED, body=states["DE"])
    a_registration(event, Status.SUBMITTED, body=states["AT"])
    a_registration(event, Status.UNVERIFIED, body=states["IS"])
    a_check_in(a_registration(event, Status.CONFIRMED, category=SPEAKER, body=states["FR"]))
    figures = event_figures.figures_of(event)
    total = figures.summary.total
    assert len(figures.states) == 46
    assert (total["states_registered"], total["states_confirmed"], total["states_attended"]) == (3, 2, 1)
    came = {state.body.code for state in figures.states if state.numbers["attended"]}
    assert came == {"GE"}


def test_states_stand_in_the_order_of_the_language(app: Flask) -> None:
    the_member_states()
    figures = event_figures.figures_of(an_event())
    english = [state.body.name.en for state in figures.states_in_order("en")]
    french = [state.body.name.fr for state in figures.states_in_order("fr")]
    assert english.index("Austria") < english.index("Germany")
    assert french.index("Allemagne") < french.index("Autriche")
    assert french.index("Espagne") < french.index("Estonie") < french.index("Finlande")


def test_role_mode_language_and_gender(app: Flask) -> None:
    event = a_past_event()
    a_check_in(
        a_registration(event, Status.CONFIRMED, role=Role.HEAD, gender=Gender.MAN, first_recorded=True)
    )
    a_registration(event, Status.CONFIRMED, mode=Mode.ONLINE, language=Language.FR, first_recorded=False)
    a_registration(event, Status.SUBMITTED, category=SPEAKER, gender=None)
    a_registration(event, Status.UNVERIFIED, gender=Gender.OTHER)
    registered = {
        name: {key: numbers["registered"] for key, numbers in rows}
        for name, rows in event_figures.figures_of(event).breakdowns.items()
    }
    assert registered == {
        "role": {"head": 1, "delegate": 1, None: 1},
        "mode": {"in_person": 2, "online": 1},
        "language": {"en": 2, "fr": 1},
        "gender": {"woman": 1, "man": 1, None: 1},
        "first_recorded": {"yes": 1, "no": 1, None: 1},
    }


def test_sessions_by_sign_up_and_by_who_was_seen(app: Flask) -> None:
    event = a_past_event()
    full, empty, unknown = (a_session(event, hour, capacity=2, sign_up=True) for hour in (1, 2, 3))
    a_session(event, 4, title_en="Called off", cancelled_at=event.starts_at)
    people = [a_registration(event, Status.CONFIRMED) for _ in range(3)]
    for person in people[:2]:
        a_sign_up(person, full)
    a_sign_up(people[2], full, Place.WAITING)
    a_sign_up(a_registration(event, Status.UNVERIFIED), full, Place.WAITING)
    for person in people:
        a_check_in(person, session=full)
    undone(a_check_in(people[0], session=empty))
    first, second, third = event_figures.figures_of(event).sessions
    assert (first.signed_up, first.waiting, first.seen, first.capacity, first.percent) == (2, 1, 3, 2, 150)
    assert (second.signed_up, second.seen, second.percent) == (0, 0, 0)
    assert (third.seen, third.percent) == (None, None)
    assert unknown.capacity == 2


@pytest.mark.parametrize(
    ("seen", "capacity", "percent"),
    [(0, 40, 0), (29, 40, 73), (101, 180, 56), (199, 200, 99), (40, 40, 100), (5, None, None), (5, 0, None)],
)
def test_only_a_full_session_is_full(seen: int, capacity: int | None, percent: int | None) -> None:
    title, begins = event_figures.Bilingual("A", "A"), datetime(2025, 3, 19, tzinfo=UTC)
    session = event_figures.SessionFigures(title, begins, capacity, None, None, seen)
    assert session.percent == percent


def test_days_tell_who_was_there_and_how(app: Flask) -> None:
    event = a_past_event()
    first, second = (a_registration(event, Status.CONFIRMED) for _ in range(2))
    a_check_in(first)
    a_check_in(second, mode=Mode.ONLINE)
    a_check_in(second, date(2025, 3, 18))  # the evening before, when badges were handed out
    days = event_figures.figures_of(event).days
    assert [(one.day.day, one.seen, one.seen_in_person, one.seen_online) for one in days] == [
        (18, 1, 1, 0),
        (19, 2, 1, 1),
        (20, None, None, None),
    ]


def test_weeks_begin_on_monday_by_the_clocks_of_the_place(app: Flask) -> None:
    event = a_past_event()
    sunday_night = datetime(2025, 3, 2, 22, 59, tzinfo=UTC)  # 23:59 in Paris
    a_registration(event, Status.CONFIRMED, registered_at=sunday_night)
    a_registration(event, Status.CONFIRMED, registered_at=sunday_night.replace(hour=23, minute=0))
    a_registration(
        event, Status.SUBMITTED, category=OBSERVER, registered_at=datetime(2025, 3, 14, 9, tzinfo=UTC)
    )
    a_registration(event, Status.CONFIRMED, registered_at=datetime(2020, 1, 1, tzinfo=UTC))
    a_registration(event, Status.CONFIRMED, registered_at=sunday_night, replaced=True)
    weeks = event_figures.figures_of(event).weeks
    told = [(one.monday, one.total) for one in weeks if one.total]
    assert told == [
        (None, 1),
        (date(2025, 2, 24), 1),
        (date(2025, 3, 3), 1),
        (date(2025, 3, 10), 1),
    ]
    assert weeks[-1].monday == date(2025, 3, 17)
    assert weeks[-2].groups == {Group.MEMBER_STATES: 0, Group.OBSERVERS: 1, Group.OTHERS: 0}


def test_the_waiting_list_leaves_out_the_unverified(app: Flask) -> None:
    event = an_event()
    a_registration(event, Status.SUBMITTED, place=Place.WAITING)
    a_registration(event, Status.NOMINATED, place=Place.WAITING)
    a_registration(event, Status.UNVERIFIED, place=Place.WAITING)
    assert event_figures.figures_of(event).summary.total["waiting"] == 2


def test_before_the_event_nobody_is_absent(app: Flask) -> None:
    event = an_event()
    a_registration(event, Status.CONFIRMED)
    brief = event_figures.figures_of(event).summary
    assert (brief.phase, brief.source, brief.main) == (Phase.BEFORE, Source.COUNTED, "confirmed")
    assert brief.total["confirmed"] == 1
    assert brief.total["attended"] is brief.total["absent"] is brief.total["states_attended"] is None
    assert brief.missing("attended") == NOT_YET


def test_without_check_ins_attendance_is_not_recorded(app: Flask) -> None:
    event = a_past_event()
    a_registration(event, Status.CONFIRMED)
    brief = event_figures.figures_of(event).summary
    assert (brief.phase, brief.total["attended"], brief.total["absent"]) == (Phase.AFTER, None, None)
    assert brief.missing("attended") == NOT_RECORDED
    assert all(numbers["attended"] is None for numbers in brief.groups.values())


def test_the_event_is_under_way_from_the_morning_of_its_first_day(app: Flask) -> None:
    event = an_event(starts_at=datetime(2027, 6, 9, 7, tzinfo=UTC))
    with time_machine.travel(
        datetime(2027, 6, 8, 22, 30, tzinfo=UTC), tick=False
    ):  # half past midnight in Paris
        assert event_figures.figures_of(event).summary.phase is Phase.RUNNING
    with time_machine.travel(datetime(2027, 6, 8, 21, 30, tzinfo=UTC), tick=False):
        assert event_figures.figures_of(event).summary.phase is Phase.BEFORE


def test_a_cancelled_event_did_not_take_place(app: Flask) -> None:
    event = an_event(status=EventStatus.CANCELLED)
    a_registration(event, Status.CANCELLED)
    brief = event_figures.figures_of(event).summary
    assert (brief.phase, brief.total["registered"], brief.missing("attended")) == (
        Phase.CANCELLED,
        1,
        NOT_HELD,
    )


def test_an_open_event_with_nobody_has_zero_registered(app: Flask) -> None:
    brief = event_figures.figures_of(an_event()).summary
    assert (brief.source, brief.total["registered"], brief.total["confirmed"]) == (Source.COUNTED, 0, 0)


def test_the_conference_of_2024_knows_two_figures(app: Flask) -> None:
    brief = event_figures.figures_of(the_conference_of_2024()).summary
    assert brief.source is Source.REPORTED
    assert brief.total["attended"] == 65
    assert brief.groups[Group.MEMBER_STATES]["attended"] == 30
    known = [number for numbers in (brief.total, *brief.groups.values()) for number in numbers.values()]
    assert sorted(number for number in known if number is not None) == [30, 65]
    assert brief.missing("states_attended") == NOT_RECORDED


def test_a_past_event_without_anything_is_not_recorded(app: Flask) -> None:
    event = a_past_event(starts_at=None, ends_at=None, opens_at=None, closes_at=None)
    figures = event_figures.figures_of(event)
    assert figures.summary.source is Source.NONE
    assert set(figures.summary.total.values()) == {None}
    assert figures.days == figures.weeks == figures.sessions == []


def test_reported_figures_never_mix_with_counted_ones(app: Flask) -> None:
    event = a_past_event()
    a_registration(event, Status.CONFIRMED)
    a_reported_figure(event, "attended", 65)
    brief = event_figures.figures_of(event).summary
    assert (brief.source, brief.total["confirmed"], brief.total["attended"]) == (Source.COUNTED, 1, None)
    assert [figure.value for figure in brief.reported] == [65]


def test_people_of_another_event_are_not_counted(app: Flask) -> None:
    event, other = a_past_event(), a_past_event()
    a_check_in(a_registration(other, Status.CONFIRMED))
    a_registration(event, Status.CONFIRMED)
    total = event_figures.figures_of(event).summary.total
    assert (total["registered"], total["attended"]) == (1, None)
