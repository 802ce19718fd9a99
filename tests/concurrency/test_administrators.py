"""Administrators who take one another out at the same moment: one of them is always left."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.extensions import db
from app.models import Language, User, UserRole
from app.services.accounts import closing, roles
from app.services.accounts.account_errors import LastAdministrator
from app.services.actors import Actor, staff
from tests.factories.users import an_administrator

ROUNDS = 5
Step = Callable[[User, Actor], object]


def step_down(user: User, actor: Actor) -> None:
    """Make somebody an organiser."""
    roles.change(user, UserRole.ORGANISER, None, Language.EN, actor)


@pytest.mark.parametrize("step", [closing.close, step_down], ids=["closed", "another role"])
def test_two_who_take_each_other_out_leave_one(stage: Flask, step: Step) -> None:
    for _ in range(ROUNDS):
        db.session.execute(db.update(User).values(active=False))
        pair = [an_administrator(password_hash="x").id for _ in range(2)]
        db.session.commit()
        refused = at_once(stage, step, pair)
        left = select(func.count()).where(User.role == UserRole.ADMINISTRATOR, User.active)
        assert (db.session.scalar(left), refused) == (1, 1)
        db.session.commit()


def at_once(app: Flask, step: Step, pair: list[int]) -> int:
    """Each does the step to the other; how many were refused."""
    ready, refused = threading.Barrier(2), []

    def act(own: int, other: int) -> None:
        with app.app_context():
            ready.wait()
            actor = staff(db.session.get_one(User, own))
            try:
                step(db.session.get_one(User, other), actor)
                db.session.commit()
            except LastAdministrator as error:
                db.session.rollback()
                refused.append(error)

    threads = [threading.Thread(target=act, args=order) for order in (pair, pair[::-1])]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return len(refused)
