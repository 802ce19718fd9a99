"""Making the fictional events: their stage, their people, what happened so far; once, at the first start."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import delete, select

from app.extensions import db
from app.lib import clock
from app.models import Body, Event, Letter, Role, Setting
from app.services import offers, publishing
from app.services.actors import SYSTEM, Actor
from app.services.demonstration import attending, delegations, papers, parts, schedule, staging, stories
from app.services.demonstration.cast import Member, members
from app.services.demonstration.staging import Sessions
from app.services.demonstration.stories import Participation

PARTICIPANTS = 72
DECIDED = "demonstration_decided_at"  # the setting that says that the first start is over
_QUIET_BEFORE_NOW = timedelta(hours=1)


def first_start() -> bool:
    """Whether nobody has decided yet about the fictional events: they were never added, never removed."""
    return db.session.get(Setting, DECIDED) is None


def decided() -> None:
    """Remember that the fictional events were added or removed: no later start adds them of itself."""
    if first_start():
        moment = clock.now()
        db.session.add(Setting(name=DECIDED, value=moment.isoformat(), changed_at=moment))
        db.session.flush()


def present() -> Event | None:
    """The fictional conference, if it is there."""
    return db.session.scalar(
        select(Event).where(Event.fictional, Event.kind == "conference").order_by(Event.id.desc()).limit(1)
    )


def add(participants: int, most: int) -> Event:
    """Add the past meeting and the coming conference, with up to 72 people of the cast; return the conference."""
    today = clock.now()
    chosen = members()[: min(participants, PARTICIPANTS)]
    speaking = delegations.appoint(today)
    _add_meeting(chosen, today)
    event = _add_conference(chosen, today, most, speaking)
    _write_to_nobody()
    decided()
    return event


def _add_conference(
    chosen: tuple[Member, ...], today: datetime, most: int, speaking: Mapping[str, Actor]
) -> Event:
    plan = schedule.conference(today)
    with clock.set_to(plan.made):
        event, sessions = staging.conference(plan)
        papers.hand_out(event, most)
        delegations.convoke(event)
    people = _people(event, sessions, chosen)
    for person in people.values():
        person.correspondent = speaking.get(person.member.body or "")
    stories.play(
        step
        for number, person in enumerate(people.values())
        for step in stories.of_conference(person, number, len(people), plan.opens, today - _QUIET_BEFORE_NOW)
    )
    delegations.reply(event, speaking, plan.opens)
    with clock.set_to(today):
        parts.cast_parts("conference", event, sessions, people)
    return event


def _add_meeting(chosen: tuple[Member, ...], today: datetime) -> None:
    plan = schedule.meeting(today)
    with clock.set_to(plan.made):
        event, sessions = staging.meeting(plan)
    people = _people(event, {}, tuple(member for member in chosen if member.meeting))
    stories.play(
        step
        for number, person in enumerate(people.values())
        for step in stories.of_meeting(person, number, len(people), plan.opens, plan.closes)
    )
    attending.attend(event, sessions.values(), people.values())
    known = {key: person for key, person in people.items() if person.id}
    with clock.set_to(plan.ends + timedelta(days=4)):
        parts.cast_parts("meeting", event, sessions, known)
        publishing.archive(event.id, SYSTEM)


def _people(event: Event, sessions: Sessions, chosen: tuple[Member, ...]) -> dict[str, Participation]:
    notice = offers.current_notice()
    bodies = dict(db.session.execute(select(Body.code, Body.id)).tuples().all())
    people = {}
    for member in chosen:
        answers = stories.application(
            member,
            bodies[member.body] if member.body else None,
            tuple(sessions[key].id for key in member.sessions if key in sessions),
            notice.id if notice else None,
            _role(event, member),
        )
        people[member.key] = Participation(member, event.id, answers)
    return people


def _role(event: Event, member: Member) -> Role | None:
    """At the correspondents' meeting delegates come as correspondents."""
    if event.kind == "correspondents_meeting" and member.category == "member_state_delegate":
        return Role.NATIONAL_CORRESPONDENT
    return member.role


def _write_to_nobody() -> None:
    """People who do not exist get no letters. They were queued in this same transaction and none has gone out."""
    fictional = select(Event.id).where(Event.fictional)
    db.session.flush()
    db.session.execute(delete(Letter).where(Letter.event_id.in_(fictional)))
