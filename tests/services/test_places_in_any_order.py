"""Whatever is done in whatever order: limits hold, nobody waits without a reason, the history tells what happened.

PROVE=1000 in the environment tries so many random sequences instead of the few, always the same, of the usual run.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import select

from app.extensions import db
from app.models import LIVING, BodyKind, Category, Event, EventSession, Mode, Registration, Role, Status
from app.services import (
    admissions,
    changing,
    deciding,
    event_details,
    events,
    own_changes,
    programme,
    registering,
    verifying,
)
from app.services.actors import PERSON, Actor
from app.services.errors import DomainError
from tests.factories.applications import an_application
from tests.factories.bodies import a_body
from tests.factories.events import a_quota, a_session, an_event
from tests.records import CORRESPONDENT, STAFF
from tests.services import seat_rule

CATEGORIES = [Category.MEMBER_STATE_DELEGATE, Category.OBSERVER, Category.GUEST, Category.INTERPRETER]
BODIES = {Category.MEMBER_STATE_DELEGATE: ["MD", "DE"], Category.OBSERVER: ["INTERPOL", "CA"]}
NAMES = ["ANA", "ION", "ZOE", "JAN", "MIA", "LEO", "EVA"]

limits = st.sampled_from([None, 0, 1, 1, 2, 2, 3])
anybody = st.integers(0, 30)
modes = st.sampled_from([Mode.IN_PERSON, Mode.ONLINE])


def somebody_is(*statuses: Status) -> Callable[[Any], Any]:
    """Whether there is anybody for a rule to be about; otherwise the step would be wasted."""
    return precondition(lambda self: not self.statuses.isdisjoint(statuses))


OWN = own_changes.OwnAnswers.__annotations__


def affiliation(category: Category, body: int) -> dict[str, Any]:
    """One of two bodies that fit, or a text where none is needed."""
    codes = BODIES.get(category)
    if codes is None:
        return {"body_id": None, "body_text": "University"}
    return {"body_id": a_body(codes[body]).id, "body_text": None}


class Stage(RuleBasedStateMachine):
    """An event at which something is tried, step by step."""

    def __init__(self) -> None:
        super().__init__()
        self.event_id = 0
        self.sessions: list[int] = []
        self.statuses: set[Status] = set()  # that somebody has

    @invariant()
    def everything_is_as_it_must_be(self) -> None:
        if self.event_id:
            seat_rule.check(self.event_id)
            db.session.rollback()

    def attempt(self, step: Callable[[], Any]) -> Any:
        """One unit of work: committed, or refused and rolled back."""
        try:
            done = step()
        except DomainError:
            db.session.rollback()
            return None
        db.session.commit()
        self.look_round()
        return done

    def look_round(self) -> None:
        """Notice who stands how."""
        found = select(Registration.status).where(Registration.event_id == self.event_id).distinct()
        self.statuses = set(db.session.scalars(found))
        db.session.rollback()

    def each(self, who: int, step: Callable[[int], Any], *statuses: Status) -> None:
        """Do it to one of those who stand so; whatever does not fit the others is tried in other tests."""
        found = select(Registration.id).where(
            Registration.event_id == self.event_id, Registration.status.in_(statuses)
        )
        numbers = db.session.scalars(found.order_by(Registration.id)).all()
        db.session.rollback()
        if numbers:
            self.attempt(lambda: step(numbers[who % len(numbers)]))

    def chosen(self, which: int) -> tuple[int, ...]:
        return tuple(number for bit, number in enumerate(self.sessions) if which >> bit & 1)


class Conference(Stage):
    """An event of few places, at which everything can happen that the services allow."""

    @initialize(
        in_person=limits,
        online=limits,
        workshop=limits,
        approvals=st.integers(0, 3),
        states=st.sampled_from([None, 1, 2]),
    )
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
        db.session.commit()
        self.event_id = event.id
        self.sessions = [session.id for session in event.sessions]

    # What happens -------------------------------------------------------------------------------------------------

    @rule(
        name=st.sampled_from(NAMES),
        category=st.sampled_from(CATEGORIES),
        body=st.integers(0, 1),
        mode=modes,
        role=st.sampled_from([None, None, Role.HEAD]),
        chosen=st.integers(0, 3),
        how=st.sampled_from(["form", "form", "form and click", "form and click", "staff"]),
    )
    def somebody_comes(
        self, name: str, category: Category, body: int, mode: Mode, role: Role | None, chosen: int, how: str
    ) -> None:
        application = an_application(
            category,
            given_name=None,
            family_name=name,
            email="unit@igp.example",
            mode=mode,
            role=role,
            session_ids=self.chosen(chosen),
            **affiliation(category, body),
        )
        if how == "staff":
            self.attempt(lambda: registering.enter(self.event_id, application, STAFF))
            return
        made = self.attempt(lambda: registering.register(self.event_id, application))
        if made is not None and how == "form and click":
            self.attempt(lambda: verifying.confirm_address(made.id))

    @somebody_is(Status.UNVERIFIED, Status.EXPIRED)
    @rule(who=anybody)
    def an_address_is_confirmed(self, who: int) -> None:
        self.each(who, verifying.confirm_address, Status.UNVERIFIED, Status.EXPIRED)

    @somebody_is(Status.SUBMITTED)
    @rule(who=anybody, actor=st.sampled_from([STAFF, CORRESPONDENT]))
    def somebody_is_validated(self, who: int, actor: Actor) -> None:
        self.each(who, lambda number: deciding.validate(number, actor, "why"), Status.SUBMITTED)

    @somebody_is(Status.SUBMITTED, Status.VALIDATED)
    @rule(who=anybody)
    def somebody_is_confirmed(self, who: int) -> None:
        self.each(who, lambda number: deciding.confirm(number, STAFF), Status.SUBMITTED, Status.VALIDATED)

    @somebody_is(*LIVING)
    @rule(who=anybody, how=st.sampled_from([deciding.decline, deciding.cancel, deciding.withdraw]))
    def somebody_leaves(self, who: int, how: Callable[..., Registration]) -> None:
        self.each(who, lambda number: how(number, STAFF, "why"), *LIVING)

    @somebody_is(Status.UNVERIFIED)
    @rule(who=anybody)
    def a_hold_runs_out(self, who: int) -> None:
        self.each(who, deciding.expire, Status.UNVERIFIED)

    @somebody_is(Status.DECLINED, Status.WITHDRAWN, Status.CANCELLED)
    @rule(who=anybody)
    def somebody_is_taken_up_again(self, who: int) -> None:
        self.each(
            who,
            lambda number: deciding.reopen(number, STAFF),
            Status.DECLINED,
            Status.WITHDRAWN,
            Status.CANCELLED,
        )

    @somebody_is(*LIVING)
    @rule(who=anybody, mode=modes, chosen=st.integers(0, 3))
    def somebody_changes_mode_and_sessions(self, who: int, mode: Mode, chosen: int) -> None:
        def change(number: int) -> None:
            row = db.session.get_one(Registration, number)
            kept = {name: getattr(row, name) for name in OWN if hasattr(row, name)}
            wanted = {"mode": mode, "session_ids": self.chosen(chosen), "diet": None, "access": None}
            own_changes.change_own(row.id, own_changes.OwnAnswers(**{**kept, **wanted}), row.version, PERSON)

        self.each(who, change, *LIVING)

    @somebody_is(*LIVING)
    @rule(who=anybody, category=st.sampled_from(CATEGORIES), body=st.integers(0, 1), mode=modes)
    def the_secretariat_corrects_the_capacity(
        self, who: int, category: Category, body: int, mode: Mode
    ) -> None:
        changes: Any = {"category": category, "mode": mode, **affiliation(category, body)}
        self.each(who, lambda number: changing.change(number, changes, STAFF), *LIVING)

    @rule(in_person=limits, online=limits)
    def capacities_change(self, in_person: int | None, online: int | None) -> None:
        event = db.session.get_one(Event, self.event_id)
        details = replace(event_details.of(event), capacity_in_person=in_person, capacity_online=online)
        self.attempt(lambda: events.edit(self.event_id, details, event.version, STAFF))

    @rule(which=st.integers(0, 1), capacity=limits)
    def a_session_gets_more_or_fewer_places(self, which: int, capacity: int | None) -> None:
        session = db.session.get_one(EventSession, self.sessions[which])
        kept = {name: getattr(session, name) for name in programme.SessionDetails.__annotations__}
        details = programme.SessionDetails(**{**kept, "capacity": capacity})
        self.attempt(lambda: programme.edit(self.event_id, session.id, details, session.version, STAFF))

    @rule(
        category=st.sampled_from(CATEGORIES),
        correspondent=st.booleans(),
        secretariat=st.booleans(),
        counts=st.booleans(),
        states=limits,
        moldova=limits,
        interpol=limits,
    )
    def admission_changes(
        self,
        category: Category,
        correspondent: bool,
        secretariat: bool,
        counts: bool,
        states: int | None,
        moldova: int | None,
        interpol: int | None,
    ) -> None:
        plan = admissions.plan_of(db.session.get_one(Event, self.event_id))
        changed = replace(
            plan.rules[category],
            needs_correspondent=correspondent,
            needs_secretariat=secretariat,
            counts_capacity=counts,
        )
        exceptions = {"MD": moldova, "INTERPOL": interpol}
        new = admissions.AdmissionPlan(
            rules={**plan.rules, category: changed},
            by_kind={} if states is None else {BodyKind.MEMBER_STATE: states},
            by_body={a_body(code).id: number for code, number in exceptions.items() if number is not None},
        )
        self.attempt(lambda: admissions.change(self.event_id, new, STAFF))


@pytest.mark.usefixtures("app")
def test_everything_in_any_order(database: str) -> None:
    wanted = os.environ.get("PROVE")
    few = 20 if database == "sqlite" else 6
    run_state_machine_as_test(
        Conference,
        settings=settings(
            max_examples=int(wanted) if wanted else few,
            stateful_step_count=30,
            derandomize=not wanted,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
