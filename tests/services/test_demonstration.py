"""The fictional events: their people add up, follow the rules, get no letters, and can be removed without a trace."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Sequence
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.extensions import Base, db
from app.lib.clock import now
from app.models import (
    ActorKind,
    CampaignFile,
    CheckIn,
    Event,
    EventDocument,
    EventSession,
    EventStatus,
    JobState,
    Letter,
    Mandate,
    Mode,
    Needs,
    Person,
    Place,
    Registration,
    Role,
    SessionKind,
    SessionRole,
    SignUp,
    Status,
    StatusChange,
    Substitute,
    User,
)
from app.services import delegation_replies, file_store, history, jobs, places, reference_data
from app.services.attendance import head_counts
from app.services.delegation_replies import Reply
from app.services.demonstration import crowd, loading, removing
from app.services.privacy import notices
from app.services.seat_counts import SeatCounts
from tests import kept
from tests.factories.campaigns import a_campaign
from tests.factories.events import an_event
from tests.factories.registrations import a_registration
from tests.factories.users import a_user

MOST = 5_000_000  # bytes of a paper


@pytest.fixture
def network(app: Flask) -> Flask:
    reference_data.load()
    history.load()
    notices.publish_first()
    db.session.commit()
    return app


def people_of(event: Event) -> Sequence[Registration]:
    return db.session.scalars(select(Registration).where(Registration.event_id == event.id)).all()


def rows() -> dict[str, int]:
    """How many rows each table holds."""
    return {
        table.name: db.session.scalar(select(func.count()).select_from(table)) or 0
        for table in Base.metadata.sorted_tables
    }


def test_the_conference_is_as_announced(network: Flask) -> None:
    event = loading.add(72, MOST)
    people = people_of(event)
    _people_add_up(people)
    _they_follow_the_rules(event, people)
    _the_programme_is_complete(event)
    _the_meeting_was_attended()
    assert db.session.scalar(select(func.count()).select_from(Letter)) == 0, (
        "somebody who does not exist was written to"
    )
    assert event.fictional
    assert {row.media_type for row in db.session.scalars(select(EventDocument))} == {"application/pdf"}
    assert sorted(row.language.value for row in db.session.scalars(select(EventDocument))) == [
        "en",
        "en",
        "fr",
        "fr",
    ]


def _people_add_up(people: Sequence[Registration]) -> None:
    groups = Counter(row.category.group.value for row in people)
    assert groups == {"member_states": 34, "observers": 14, "others": 24}
    assert all(row.registered_at for row in people), "each of the 72 counts as registered"
    assert Counter(row.status for row in people) == {
        Status.CONFIRMED: 53,
        Status.SUBMITTED: 12,
        Status.NOMINATED: 1,
        Status.VALIDATED: 1,
        Status.WITHDRAWN: 3,
        Status.DECLINED: 1,
        Status.CANCELLED: 1,
    }
    assert Counter(row.place for row in people)[Place.WAITING] == 3
    assert len({row.body_id for row in people if row.role is Role.HEAD}) >= 10
    assert sum(row.discreet for row in people) == 1
    assert sum(row.given_name is None for row in people) == 1
    scripts = "".join(row.own_script_name or "" for row in people)
    assert all(letter in scripts for letter in "ნԱλКは"), "Georgian, Armenian, Greek, Cyrillic, Japanese"
    assert db.session.scalar(select(func.count()).select_from(Needs)) or 0 >= 5
    assert {row.notice_id for row in people} != {None}


def _they_follow_the_rules(event: Event, people: Sequence[Registration]) -> None:
    seats = SeatCounts(places.lock(event.id))
    assert list(seats.exceeded()) == []
    assert seats.by_mode[Mode.ONLINE] == event.capacity_online
    assert not list(places.next_in_line(seats)), "somebody waits for a place that is free"
    changes = db.session.scalars(
        select(StatusChange).join(StatusChange.registration).where(Registration.event_id == event.id)
    ).all()
    assert event.opens_at is not None
    assert all(event.opens_at <= change.at <= now() for change in changes)
    assert max(change.at for change in changes) - min(change.at for change in changes) > timedelta(weeks=4)
    for person in people:
        assert person.history[-1].status_to is person.status
        assert [line.at for line in person.history] == sorted(line.at for line in person.history)


def test_delegations_stand_in_every_way(network: Flask) -> None:
    event = loading.add(72, MOST)
    standings = delegation_replies.standings(event)
    states = [standing for standing in standings if standing.body.is_member_state]
    assert {standing.reply for standing in states} == {
        Reply.INVITED,
        Reply.SEEN,
        Reply.WILL_NOT_ATTEND,
        Reply.ANSWERED,
        Reply.CONFIRMED,
    }
    assert len(states) == 46
    assert db.session.scalars(select(Substitute.family_name)).all() == ["SALONEN"]
    persons = select(Person).where(Person.id.in_(select(Mandate.person_id)))
    assert all(person.fictional for person in db.session.scalars(persons)), "no letter may reach them"
    by_correspondent = select(StatusChange).where(StatusChange.actor_kind == ActorKind.CORRESPONDENT)
    assert {row.status_to for row in db.session.scalars(by_correspondent)} >= {
        Status.NOMINATED,
        Status.VALIDATED,
    }


def _the_programme_is_complete(event: Event) -> None:
    assert event.accepts_registrations(now() + timedelta(days=90)), "registration is open for months"
    assert [day.weekday() for day in event.days] == [2, 3]
    assert timedelta(days=200) < event.days[0] - now().date() < timedelta(days=235)
    sessions = db.session.scalars(select(EventSession).where(EventSession.event_id == event.id)).all()
    kinds = Counter(session.kind for session in sessions)
    assert kinds[SessionKind.PLENARY] >= 4
    assert kinds[SessionKind.BREAKOUT] == 5
    assert kinds[SessionKind.SOCIAL_EVENT] == 1
    assert all(session.title_en and session.title_fr for session in sessions)
    full = [session for session in sessions if session.title_en.startswith("Explaining")]
    taken = Counter(db.session.scalars(select(SignUp.place).where(SignUp.session_id == full[0].id)).all())
    assert taken["held"] == full[0].capacity
    assert taken["waiting"] > 0
    roles = db.session.scalars(
        select(SessionRole).join(SessionRole.session).where(EventSession.event_id == event.id)
    ).all()
    assert {role.kind.value for role in roles} == {"chair", "speaker", "moderator", "rapporteur"}
    assert {role.name_public for role in roles} == {True, False}


def _the_meeting_was_attended() -> None:
    meeting = db.session.scalars(
        select(Event).where(Event.slug.like("correspondents-meeting%"), Event.fictional)
    ).one()
    assert meeting.status is EventStatus.ARCHIVED
    assert meeting.is_over(now())
    assert (
        db.session.scalar(select(func.count(CheckIn.id.distinct())).where(CheckIn.event_id == meeting.id))
        or 0 > 100
    )
    days = db.session.scalars(select(CheckIn.day).where(CheckIn.session_id.is_(None)).distinct()).all()
    assert sorted(days) == meeting.days
    kinds = {entry.kind.value for entry in db.session.scalars(select(CheckIn))}
    assert kinds == {"in", "out", "undo"}
    late = db.session.scalars(select(CheckIn).where(CheckIn.desk == "Side door")).all()
    assert len(late) == 2
    assert all(line.received_at > line.at for line in late)
    assert len(head_counts.of_event(meeting.id)) == 1
    people = people_of(meeting)
    assert sum(row.walk_in for row in people) == 1
    assert {Status.CONFIRMED, Status.SUBMITTED, Status.WITHDRAWN, Status.EXPIRED} == {
        row.status for row in people
    }
    again = db.session.scalars(
        select(Person).join(Registration).group_by(Person.id).having(func.count() > 1)
    ).all()
    assert len(again) > 20, "people are known from one event to the next"


def a_message_with_a_file() -> None:
    """Written to those who come to the fictional conference."""
    event = db.session.scalars(select(Event).where(Event.fictional).limit(1)).one()
    stored = file_store.keep(io.BytesIO(b"x"), 1)
    message = a_campaign(event)
    message.files.append(
        CampaignFile(file_name="x.pdf", media_type="application/pdf", size=1, stored_name=stored.name)
    )
    db.session.commit()


def a_list_that_was_made(user: User) -> None:
    """Of those who come to the fictional conference, for somebody to fetch."""
    event = db.session.scalars(select(Event).where(Event.fictional).limit(1)).one()
    job = jobs.ask("list", event, user)
    job.state, job.attempts = JobState.RUNNING, 1
    db.session.flush()
    assert jobs.finish(job.id, 1, "list.xlsx", io.BytesIO(b"names"))
    db.session.commit()


def test_removing_leaves_nothing_fictional_and_everything_real(network: Flask) -> None:
    an_event(slug="a-real-one")
    real = a_registration(an_event(slug="another-real-one"), Status.CONFIRMED)
    user = a_user()
    db.session.commit()
    before = rows()
    loading.add(24, MOST)
    db.session.commit()
    a_message_with_a_file()
    a_list_that_was_made(user)
    assert len(kept.contents()) == 6
    assert removing.remove() == 2
    db.session.commit()
    after = rows()
    assert after.pop("setting") == before.pop("setting") + 1, "it is remembered that somebody decided"
    assert after.pop("audit_entry") > before.pop("audit_entry"), "the audit trail is append-only"
    assert after == before
    assert kept.contents() == {}
    assert db.session.get(Registration, real.id) is not None
    assert not loading.first_start()
    assert removing.remove() == 0


def test_somebody_who_exists_is_kept_when_the_fictional_events_go(network: Flask) -> None:
    person = Person(given_name="Ana", family_name="MARIN", language="en", created_at=now())
    fictional, real = an_event(fictional=True), an_event()
    for event in (fictional, real):
        a_registration(event, Status.CONFIRMED, person=person, email=f"{event.id}@example.org")
    db.session.commit()
    removing.remove()
    db.session.commit()
    assert db.session.scalars(select(Person.family_name)).all() == ["MARIN"]
    assert db.session.scalars(select(Registration.event_id)).all() == [real.id]


def test_a_crowd_fits_into_the_rules(network: Flask) -> None:
    event = loading.add(6, MOST)
    db.session.commit()
    assert [crowd.add(event.id, 1100) for _ in range(3)] == [1000, 94, 0]
    db.session.commit()
    people = people_of(event)
    assert len(people) == 1100
    assert len({row.reference for row in people}) == 1100
    assert list(SeatCounts(event).exceeded()) == []
    assert len({row.body_id for row in people if row.category.value == "member_state_delegate"}) == 46
    groups = Counter(row.category.group.value for row in people)
    assert groups.total() == 1100
    assert all(row.history[-1].status_to is row.status for row in people)
    assert all(row.history[-1].place_to is row.place for row in people)
    assert max(row.history[-1].at for row in people) <= now()


@pytest.mark.sqlite_only
def test_nobody_is_needed(network: Flask) -> None:
    event = loading.add(0, MOST)
    assert people_of(event) == []
    assert loading.present() is event


@pytest.mark.sqlite_only
def test_it_is_added_of_itself_only_at_the_first_start(network: Flask) -> None:
    assert loading.first_start()
    loading.add(0, MOST)
    assert not loading.first_start()


def test_each_room_has_a_name_that_can_be_read_without_the_word_room(network: Flask) -> None:
    loading.add(1, MOST)
    rooms = {room for room in db.session.scalars(select(EventSession.room)) if room}
    assert "Room 5 / Salle 5" in rooms
    assert [room for room in rooms if room.isdecimal()] == []
