"""What waits is counted in one place: the list of participants, the board and both pages agree with it."""

from __future__ import annotations

from app.extensions import db
from app.lib.clock import now
from app.models import (
    Category,
    Event,
    EventStatus,
    FigureSnapshot,
    Job,
    JobState,
    Place,
    Status,
    Substitute,
    UserEvent,
)
from app.services import delegation_replies, event_overview, mandates, participant_list
from app.services.participant_filters import Filters
from app.services.today import matters, queue, tallies
from app.services.today.matters import Group, Matter
from app.services.today.tasks import Task
from tests.factories.bodies import a_body
from tests.factories.events import a_session, an_event, moment
from tests.factories.mandates import a_convocation, a_correspondent
from tests.factories.many_registrations import many_registrations
from tests.factories.registrations import a_registration
from tests.factories.users import a_user


def a_varied_event(**changes: object) -> Event:
    """Everything that can wait, at one event."""
    event = an_event(**changes)
    spoken = a_body("DE")
    a_correspondent(spoken)
    many_registrations(event, 80)
    a_registration(event, body=spoken)
    a_registration(event, Status.VALIDATED, family_name="TWICE")
    a_registration(event, Status.CONFIRMED, family_name="TWICE")
    a_registration(event, Status.WITHDRAWN, family_name="TWICE")
    a_registration(event, category=Category.SPEAKER_EXPERT, body_text="University")
    for code in ("FR", "IT", "DE"):
        a_convocation(event, a_body(code))
    a_convocation(event, a_body("AT"), refused_at=now())
    return event


def test_each_number_is_that_of_the_list_it_leads_to(app: object) -> None:
    event, other = a_varied_event(), a_varied_event(fictional=True)
    counted = tallies.of_events([event, other], now())
    for each in (event, other):
        numbers = {task: counted[each.id].of(task.value).number for task in Task}
        assert numbers == {task: participant_list.number_of(each, Filters(task=(task,))) for task in Task}
        assert all(numbers.values()), numbers
        waiting = Filters(
            place=(Place.WAITING,), status=(Status.NOMINATED, Status.SUBMITTED, Status.VALIDATED)
        )
        assert counted[each.id].of("waiting").number == participant_list.number_of(each, waiting)
        unverified = Filters(status=(Status.UNVERIFIED,))
        assert counted[each.id].of("unverified").number == participant_list.number_of(each, unverified)


def test_who_is_silent_and_mute_is_what_the_board_says(app: object) -> None:
    event = a_varied_event()
    tally = tallies.of_event(event, now())
    silent = [each.body.id for each in delegation_replies.silent(event)]
    assert tally.of("silent").number == len(silent) == 2
    assert tally.of("mute").number == len(silent) - len(mandates.correspondents(silent))


def test_the_correspondent_validates_where_there_is_one(app: object) -> None:
    event = an_event()
    a_correspondent(a_body("DE"))
    a_correspondent(a_body("FR"), fictional=True)
    for code in ("DE", "FR", "IT"):
        a_registration(event, body=a_body(code))
    tally = tallies.of_event(event, now())
    assert tally.of(Task.CORRESPONDENT).number == 1
    assert tally.of(Task.VALIDATE).number == 2, "an invented correspondent speaks for nobody real"
    assert tally.of(Task.CONFIRM).number == 0


def test_the_home_of_an_event_and_the_page_over_all_agree(app: object) -> None:
    events = [a_varied_event(), an_event(status=EventStatus.DRAFT), an_event(starts_at=moment(-9))]
    a_registration(events[2], Status.VALIDATED)
    found = queue.queue(a_user())
    for event in events:
        own = [line for line in event_overview.overview(event, "en").lines if line.group is not Group.QUIET]
        listed = [line for line in (*found.decide, *found.watch) if line.event is event]
        assert sorted(own, key=str) == sorted(listed, key=str)
    assert found.number == sum(event_overview.overview(event, "en").to_decide for event in events) > 0


def test_a_proposal_is_the_secretariats_where_nobody_speaks(app: object) -> None:
    event = an_event()
    a_correspondent(a_body("DE"))
    for code in ("DE", "FR"):
        declined = a_registration(event, Status.DECLINED, body=a_body(code))
        db.session.add(
            Substitute(registration_id=declined.id, family_name="NEW", email="n@x.example", proposed_at=now())
        )
    db.session.flush()
    lines = {line.matter: line for line in matters.of_event(event, tallies.of_event(event, now()), now())}
    assert (lines[Matter.SUBSTITUTES].number, lines[Matter.SUBSTITUTES].body) == (1, "FR")
    assert lines[Matter.SUBSTITUTES].group is Group.DECIDE
    assert (lines[Matter.SUBSTITUTES_THEIRS].number, lines[Matter.SUBSTITUTES_THEIRS].body) == (1, "DE")


def test_after_an_event_its_figures_are_frozen_and_it_is_archived(app: object) -> None:
    event = an_event(starts_at=moment(-9))
    a_registration(event, Status.CONFIRMED)
    a_registration(event, Status.VALIDATED)
    assert kinds(event) == {Matter.FREEZE, Matter.ARCHIVE}, "nobody is confirmed any more"
    db.session.add(
        FigureSnapshot(
            event_id=event.id, version=1, frozen_at=now(), user_id=a_user().id, definitions=1, figures={}
        )
    )
    db.session.flush()
    assert kinds(event) == {Matter.ARCHIVE}
    event.status = EventStatus.ARCHIVED
    assert kinds(event) == set()


def test_nobody_is_looked_for_who_need_not_answer_any_more(app: object) -> None:
    ahead, over = an_event(), an_event(starts_at=moment(-9))
    for event in (ahead, over):
        a_convocation(event, a_body("FR"))
    counted = tallies.of_events([ahead, over], now())
    assert counted[ahead.id].of("silent").number == counted[ahead.id].of("mute").number == 1
    assert counted[over.id].of("silent") == counted[over.id].of("mute") == tallies.Waiting()
    assert tallies.of_event(over, now()) == counted[over.id]
    assert tallies.of_event(ahead, now()) == counted[ahead.id]


def kinds(event: Event) -> set[Matter]:
    return {line.matter for line in matters.of_event(event, tallies.of_event(event, now()), now())}


def test_the_silent_are_urgent_when_the_deadline_is_near(app: object) -> None:
    late, early = an_event(nominations_until=moment(10)), an_event(nominations_until=moment(40))
    for event in (late, early):
        a_convocation(event, a_body("FR"))
    groups = {
        event: next(
            line.group
            for line in matters.of_event(event, tallies.of_event(event, now()), now())
            if line.matter is Matter.SILENT
        )
        for event in (late, early)
    }
    assert groups == {late: Group.WATCH, early: Group.QUIET}


def test_a_limited_user_sees_the_own_events_only(app: object) -> None:
    mine, theirs = an_event(nominations_until=moment(3)), an_event(nominations_until=moment(3))
    for event in (mine, theirs):
        a_registration(event, Status.VALIDATED)
        a_session(event, title_fr="")
    user = a_user(all_events=False)
    db.session.add(UserEvent(user_id=user.id, event_id=mine.id))
    for event in (mine, theirs):
        db.session.add(
            Job(
                kind="list",
                event_id=event.id,
                user_id=user.id,
                state=JobState.FAILED,
                created_at=now(),
                finished_at=now(),
            )
        )
    db.session.flush()
    found = queue.queue(user)
    seen = {line.event for line in (*found.decide, *found.watch)} | {one.event for one in found.deadlines}
    assert seen | {row.event for row in found.coming} == {mine}
    assert [job.event_id for job in found.jobs] == [mine.id]


def test_a_failed_file_that_was_asked_for_again_is_no_news(app: object) -> None:
    event, user = an_event(), a_user()
    failed = {
        "kind": "list",
        "event_id": event.id,
        "user_id": user.id,
        "created_at": now(),
        "finished_at": now(),
    }
    db.session.add(Job(state=JobState.FAILED, **failed))
    db.session.flush()
    assert len(queue.queue(user).jobs) == 1
    db.session.add(Job(state=JobState.DONE, **failed))
    db.session.flush()
    assert queue.queue(user).jobs == []
