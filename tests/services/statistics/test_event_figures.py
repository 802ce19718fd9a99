"""The statistics of one event: exact figures on cases made by hand."""

from __future__ import annotations

from flask import Flask

from app.models import (
    BodyKind,
    Category,
    CheckInKind,
    Gender,
    Group,
    Language,
    Mode,
    Origin,
    Place,
    Role,
    Status,
)
from app.services.statistics import event_figures
from tests.factories.attendance import a_check_in, undone
from tests.factories.bodies import a_body
from tests.factories.events import a_session, an_event
from tests.factories.figures import a_past_event, the_member_states
from tests.factories.registrations import a_registration

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


def test_the_waiting_list_leaves_out_the_unverified(app: Flask) -> None:
    event = an_event()
    a_registration(event, Status.SUBMITTED, place=Place.WAITING)
    a_registration(event, Status.NOMINATED, place=Place.WAITING)
    a_registration(event, Status.UNVERIFIED, place=Place.WAITING)
    assert event_figures.figures_of(event).summary.total["waiting"] == 2


def test_people_of_another_event_are_not_counted(app: Flask) -> None:
    event, other = a_past_event(), a_past_event()
    a_check_in(a_registration(other, Status.CONFIRMED))
    a_registration(event, Status.CONFIRMED)
    total = event_figures.figures_of(event).summary.total
    assert (total["registered"], total["attended"]) == (1, None)
