"""Whatever correspondents, nominees and the secretariat do in whatever order: the rules of places, history and letters hold.

What others do is tried in more ways in test_places_in_any_order.py. PROVE=1000 tries so many random sequences.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from inspect import signature
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule, run_state_machine_as_test
from sqlalchemy import select

from app.extensions import db
from app.lib.clock import now
from app.models import (
    LIVING,
    BodyKind,
    Category,
    Event,
    Mode,
    Registration,
    Role,
    Status,
)
from app.services import (
    admissions,
    answering,
    deciding,
    event_details,
    events,
    mandates,
    nominating,
    own_changes,
    registering,
    releasing,
    replacing,
    substitutes,
    verifying,
)
from app.services.actors import PERSON, Actor
from app.services.answering import FirstAnswers, Proposed
from app.services.nominating import Nominee
from app.services.own_changes import OwnAnswers
from tests.factories.applications import an_application
from tests.factories.bodies import a_body
from tests.factories.events import a_quota, a_session, an_event
from tests.factories.mandates import a_correspondent
from tests.records import CORRESPONDENT, STAFF
from tests.services.letter_rule import Post
from tests.services.test_places_in_any_order import (
    CATEGORIES,
    NAMES,
    OWN,
    Stage,
    anybody,
    limits,
    modes,
)

BODIES = ["MD", "DE", "INTERPOL", "CA"]
bodies = st.sampled_from(["MD", "MD", *BODIES])
names = st.sampled_from(NAMES)
roles = st.sampled_from([None, None, Role.HEAD])
WHAT = [
    *["is_nominated"] * 4, *["accepts", "declines", "is_replaced"] * 2, "substitute_is_settled", "is_released",
    *["registers"] * 3, *["opens_the_private_link"] * 2, "is_validated", "is_confirmed", "is_declined", "withdraws",
    "is_cancelled", "expires", "is_taken_up_again", "changes_mode_and_sessions", *["capacity_changes"] * 2, "quota_changes",
]  # fmt: skip
who_may = st.sampled_from([CORRESPONDENT, CORRESPONDENT, STAFF, PERSON])


def a_nominee(name: str, role: Role | None, mode: Mode | None = None) -> Nominee:
    return Nominee(name, "unit@igp.example", role=role, mode=mode)


class Delegations(Stage):
    """An event of few places to which delegations come by nomination, while others register as ever.

    One rule draws what happens, so that each sequence has some of everything.
    """

    @initialize(in_person=limits, online=limits, workshop=limits, approvals=st.integers(0, 3), states=limits)
    def begin(
        self,
        in_person: int | None,
        online: int | None,
        workshop: int | None,
        approvals: int,
        states: int | None,
    ) -> None:
        event = an_event(CATEGORIES, capacity_in_person=in_person, capacity_online=online)
        for row in event.admissions:
            row.needs_correspondent = bool(approvals & 1) and row.category.in_delegation
            row.needs_secretariat = bool(approvals & 2)
        if states is not None:
            a_quota(event, states, kind=BodyKind.MEMBER_STATE)
        a_session(event, 1, sign_up=True, capacity=workshop)
        a_session(event, 3, sign_up=True, capacity=1)
        for body in map(a_body, BODIES):
            if not mandates.correspondents([body.id]):
                a_correspondent(body)
        db.session.commit()
        self.event_id, self.sessions = event.id, [session.id for session in event.sessions]
        self.post = Post(event.id)

    @rule(
        what=st.sampled_from(WHAT),
        who=anybody,
        name=names,
        code=bodies,
        role=roles,
        mode=modes,
        chosen=st.integers(0, 3),
        actor=who_may,
        limit=limits,
    )
    def something_happens(self, what: str, **drawn: Any) -> None:
        step = getattr(self, what)
        step(*(drawn[name] for name in signature(step).parameters))

    # What happens at the delegations' doors -----------------------------------------------------------------------

    def is_nominated(self, name: str, code: str, role: Role | None, mode: Mode, actor: Actor) -> None:
        body_id = a_body(code).id
        self.attempt(lambda: nominating.nominate(self.event_id, body_id, a_nominee(name, role, mode), actor))

    def accepts(self, who: int, mode: Mode, chosen: int) -> None:
        def accept(number: int) -> None:
            row = db.session.get_one(Registration, number)
            answering.accept(number, self.answers(row, mode, chosen), row.version, FirstAnswers())

        self.each(who, accept, Status.NOMINATED)

    def declines(self, who: int, name: str, chosen: int) -> None:
        proposed = Proposed(name, "unit@igp.example") if chosen else None
        self.each(who, lambda number: answering.decline(number, None, proposed), Status.NOMINATED)

    def substitute_is_settled(self, who: int, chosen: int) -> None:
        settle = substitutes.take if chosen else substitutes.set_aside
        self.each(who, lambda number: settle(number, CORRESPONDENT), Status.WITHDRAWN)

    def is_replaced(self, who: int, name: str, role: Role | None, actor: Actor) -> None:
        self.each(who, lambda number: replacing.replace(number, a_nominee(name, role), actor), *LIVING)

    def is_released(self, chosen: int) -> None:
        self.deadline(now() - timedelta(seconds=1))
        self.attempt(lambda: releasing.release(self.event_id, STAFF))
        if chosen:
            self.deadline(None)

    # What happens besides -----------------------------------------------------------------------------------------

    def registers(self, name: str, code: str, role: Role | None, mode: Mode, chosen: int) -> None:
        body = a_body(code)
        category = Category.MEMBER_STATE_DELEGATE if body.is_member_state else Category.OBSERVER
        application = an_application(
            category, given_name=None, family_name=name, email="unit@igp.example", mode=mode, role=role,
            body_id=body.id, session_ids=self.chosen(chosen),
        )  # fmt: skip
        self.attempt(lambda: registering.register(self.event_id, application))

    def opens_the_private_link(self, who: int) -> None:
        def open_link(number: int) -> None:
            verifying.link_opened(db.session.get_one(Registration, number))

        self.each(who, open_link, Status.UNVERIFIED, Status.SUBMITTED, Status.VALIDATED)

    def is_validated(self, who: int, actor: Actor) -> None:
        self.each(who, lambda number: deciding.validate(number, actor, "why"), Status.SUBMITTED)

    def is_confirmed(self, who: int, actor: Actor) -> None:
        self.each(who, lambda number: deciding.confirm(number, actor), Status.SUBMITTED, Status.VALIDATED)

    def is_declined(self, who: int, actor: Actor) -> None:
        self.each(who, lambda number: deciding.decline(number, actor, "why"), *LIVING)

    def withdraws(self, who: int, actor: Actor) -> None:
        self.each(who, lambda number: deciding.withdraw(number, actor), *LIVING)

    def is_cancelled(self, who: int, actor: Actor) -> None:
        self.each(who, lambda number: deciding.cancel(number, actor, "why"), *LIVING)

    def expires(self, who: int) -> None:
        def expire(number: int) -> None:
            db.session.get_one(Registration, number).hold_until = now()
            deciding.expire(number)

        self.each(who, expire, Status.UNVERIFIED)

    def is_taken_up_again(self, who: int) -> None:
        ended = (Status.DECLINED, Status.WITHDRAWN, Status.CANCELLED)
        self.each(who, lambda number: deciding.reopen(number, STAFF), *ended)

    def changes_mode_and_sessions(self, who: int, mode: Mode, chosen: int) -> None:
        def change(number: int) -> None:
            row = db.session.get_one(Registration, number)
            own_changes.change_own(number, self.answers(row, mode, chosen), row.version, PERSON)

        self.each(who, change, *LIVING)

    def capacity_changes(self, mode: Mode, limit: int | None) -> None:
        event = db.session.get_one(Event, self.event_id)
        details = replace(event_details.of(event), **{f"capacity_{mode.value}": limit})
        self.attempt(lambda: events.edit(self.event_id, details, event.version, STAFF))

    def quota_changes(self, code: str, limit: int | None) -> None:
        plan, body = admissions.plan_of(db.session.get_one(Event, self.event_id)), a_body(code)
        kept = {key: number for key, number in plan.by_body.items() if key != body.id}
        new = replace(plan, by_body=kept if limit is None else {**kept, body.id: limit})
        self.attempt(lambda: admissions.change(self.event_id, new, STAFF))

    # What always holds --------------------------------------------------------------------------------------------

    @invariant()
    def whoever_was_replaced_has_a_successor(self) -> None:
        query = select(Registration).where(Registration.event_id == self.event_id)
        rows = db.session.scalars(query).all()
        successors = {row.replaces_id for row in rows if row.replaces_id is not None}
        for row in rows:
            assert not row.replaced or (row.status not in LIVING and row.id in successors)
        db.session.rollback()

    # How it is done -----------------------------------------------------------------------------------------------

    def attempt(self, step: Callable[[], Any]) -> Any:
        """As everywhere; afterwards each letter that is owed was written, once."""
        done = super().attempt(step)
        self.post.check()
        return done

    def answers(self, row: Registration, mode: Mode, chosen: int) -> OwnAnswers:
        """What the person answers: as it is, but for the way of taking part and the sessions."""
        kept = {name: getattr(row, name) for name in OWN if hasattr(row, name)}
        wanted = {"mode": mode, "session_ids": self.chosen(chosen), "diet": None, "access": None}
        return OwnAnswers(**{**kept, **wanted})

    def deadline(self, until: Any) -> None:
        db.session.get_one(Event, self.event_id).nominations_until = until
        db.session.commit()


@pytest.mark.usefixtures("app")
def test_delegations_in_any_order(database: str) -> None:
    wanted = os.environ.get("PROVE")
    few = 15 if database == "sqlite" else 5
    run_state_machine_as_test(
        Delegations,
        settings=settings(
            max_examples=int(wanted) if wanted else few,
            stateful_step_count=30,
            derandomize=not wanted,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
