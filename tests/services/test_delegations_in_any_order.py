"""Whatever correspondents, nominees and the secretariat do in whatever order: the rules of places, history and letters hold.

What everybody else does goes on meanwhile (test_places_in_any_order.py). PROVE=1000 tries so many random sequences.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import timedelta
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
    Event,
    Mode,
    Registration,
    Role,
    Status,
)
from app.services import (
    answering,
    convoking,
    deciding,
    mandates,
    nominating,
    releasing,
    replacing,
    substitutes,
    verifying,
)
from app.services.actors import PERSON, Actor
from app.services.answering import FirstAnswers, Proposed
from app.services.nominating import Nominee
from app.services.own_changes import OwnAnswers
from tests.factories.bodies import a_body
from tests.factories.events import a_quota, a_session, an_event
from tests.factories.mandates import a_convocation, a_correspondent
from tests.records import CORRESPONDENT, STAFF
from tests.services.letter_rule import Post
from tests.services.test_places_in_any_order import (
    CATEGORIES,
    NAMES,
    OWN,
    Conference,
    anybody,
    limits,
    modes,
)

BODIES = ["MD", "DE", "INTERPOL", "CA"]
bodies = st.sampled_from(["MD", "MD", *BODIES])
names = st.sampled_from(NAMES)
roles = st.sampled_from([None, None, Role.HEAD])
who_may = st.sampled_from([CORRESPONDENT, CORRESPONDENT, STAFF, PERSON])


def a_nominee(name: str, role: Role | None, mode: Mode | None = None) -> Nominee:
    return Nominee(name, "unit@igp.example", role=role, mode=mode)


class Delegations(Conference):
    """The same conference, to which delegations come by nomination as well."""

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
            a_convocation(event, body)
            if not mandates.correspondents([body.id]):
                a_correspondent(body)
        db.session.commit()
        self.event_id, self.sessions = event.id, [session.id for session in event.sessions]
        self.post = Post(event.id)

    # What happens -------------------------------------------------------------------------------------------------

    @rule(name=names, code=bodies, role=roles, mode=modes, actor=who_may)
    def somebody_is_nominated(
        self, name: str, code: str, role: Role | None, mode: Mode, actor: Actor
    ) -> None:
        body_id = a_body(code).id
        self.attempt(lambda: nominating.nominate(self.event_id, body_id, a_nominee(name, role, mode), actor))

    @rule(who=anybody, mode=modes, chosen=st.integers(0, 3), stale=st.booleans())
    def a_nominee_accepts(self, who: int, mode: Mode, chosen: int, stale: bool) -> None:
        def accept(number: int) -> None:
            row = db.session.get_one(Registration, number)
            kept = {name: getattr(row, name) for name in OWN if hasattr(row, name)}
            wanted = {"mode": mode, "session_ids": self.chosen(chosen), "diet": None, "access": None}
            version = row.version - int(stale and who == 0)
            answering.accept(number, OwnAnswers(**{**kept, **wanted}), version, FirstAnswers())

        self.each(who, accept, Status.NOMINATED)

    @rule(who=anybody, name=st.sampled_from([None, *NAMES]))
    def a_nominee_declines(self, who: int, name: str | None) -> None:
        proposed = Proposed(name, "unit@igp.example") if name else None
        self.each(who, lambda number: answering.decline(number, None, proposed), Status.NOMINATED)

    @rule(who=anybody, settle=st.sampled_from([substitutes.take, substitutes.take, substitutes.set_aside]))
    def a_substitute_is_settled(self, who: int, settle: Callable[[int, Actor], Any]) -> None:
        self.each(who, lambda number: settle(number, CORRESPONDENT), Status.WITHDRAWN)

    @rule(who=anybody, actor=who_may)
    def a_nomination_is_taken_back(self, who: int, actor: Actor) -> None:
        self.each(who, lambda number: deciding.withdraw(number, actor), Status.NOMINATED, Status.CONFIRMED)

    @rule(who=anybody, name=names, role=roles, actor=who_may)
    def somebody_is_replaced(self, who: int, name: str, role: Role | None, actor: Actor) -> None:
        self.each(who, lambda number: replacing.replace(number, a_nominee(name, role), actor), *LIVING)

    @rule(who=anybody)
    def a_private_link_is_opened(self, who: int) -> None:
        self.each(
            who, lambda number: verifying.link_opened(db.session.get_one(Registration, number)), *LIVING
        )

    @rule(goes_on=st.booleans())
    def unused_places_are_released(self, goes_on: bool) -> None:
        self.deadline(now() - timedelta(seconds=1))
        self.attempt(lambda: releasing.release(self.event_id, STAFF))
        if goes_on:
            self.deadline(None)

    @rule(code=bodies)
    def a_body_will_not_attend(self, code: str) -> None:
        body_id = a_body(code).id
        self.attempt(lambda: convoking.refuse(self.event_id, body_id, None, CORRESPONDENT))

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

    def deadline(self, until: Any) -> None:
        db.session.get_one(Event, self.event_id).nominations_until = until
        db.session.commit()


@pytest.mark.usefixtures("app")
def test_delegations_in_any_order(database: str) -> None:
    wanted = os.environ.get("PROVE")
    few = 25 if database == "sqlite" else 8
    run_state_machine_as_test(
        Delegations,
        settings=settings(
            max_examples=int(wanted) if wanted else few,
            stateful_step_count=30,
            deadline=None,
            derandomize=not wanted,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
