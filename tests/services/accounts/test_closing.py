"""An account is closed, opened again, signed out, helped: each on record, none by its own owner where another must do it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.extensions import db
from app.models import AuditEntry, Letter, LetterKind, RecoveryCode, User
from app.services.accounts import closing, helping, login_sessions, recovery_codes, user_list
from app.services.accounts.account_errors import AccountClosed, AccountErased, OwnAccount
from app.services.accounts.user_list import AccountState
from app.services.actors import SYSTEM, Actor, staff
from app.services.errors import NotFound
from tests.factories import users as factory
from tests.factories.events import an_event


@pytest.fixture
def boss(app: Flask) -> Actor:
    return staff(factory.an_administrator(password_hash="x"))


def actions() -> list[str]:
    return list(db.session.scalars(select(AuditEntry.action).order_by(AuditEntry.id)))


def test_closing_is_dated_and_done_once(boss: Actor) -> None:
    user = factory.an_organiser(password_hash="x")
    closing.close(user, boss)
    since = user.closed_at
    assert since is not None
    closing.close(user, boss)
    assert user.closed_at == since
    assert actions() == ["user.closed"]


def test_nobody_closes_the_own_account(boss: Actor) -> None:
    own = factory.an_administrator(password_hash="x")
    with pytest.raises(OwnAccount):
        closing.close(own, staff(own))
    assert own.active


def test_who_comes_back_begins_anew(boss: Actor) -> None:
    user = factory.an_organiser(password_hash="x", second_factor="sealed", second_factor_step=5)
    recovery_codes.make(user)
    closing.close(user, boss)
    closing.reopen(user, boss)
    assert (user.active, user.closed_at) == (True, None)
    assert (user.password_hash, user.second_factor, user.second_factor_step) == (None, None, None)
    assert db.session.scalar(select(func.count()).select_from(RecoveryCode)) == 0
    assert db.session.scalars(select(Letter.kind)).all() == [LetterKind.ACCOUNT_INVITATION]
    assert actions() == ["user.closed", "user.reopened"]


def test_an_open_account_is_not_opened_again(boss: Actor) -> None:
    user = factory.an_organiser(password_hash="x")
    closing.reopen(user, boss)
    assert user.password_hash == "x"
    assert actions() == []


def test_an_erased_account_stays_closed(boss: Actor) -> None:
    user = factory.an_organiser(active=False, name="")
    user.email = ""
    db.session.flush()
    with pytest.raises(AccountErased):
        closing.reopen(user, boss)
    assert not user.active
    assert user_list.listing(closed=True) == []
    assert user_list.numbers()[1] == 0


def test_all_sessions_end(boss: Actor) -> None:
    user, other = factory.an_organiser(), factory.an_organiser()
    theirs = [login_sessions.complete(login_sessions.begin(each)) for each in (user, user, other)]
    helping.end_sessions(user, boss)
    assert [login_sessions.find(secret) is None for secret in theirs] == [True, True, False]
    assert actions() == ["user.sessions_ended"]


def test_a_lost_second_factor_is_reset_by_somebody_else(boss: Actor) -> None:
    user = factory.an_organiser(password_hash="x", second_factor="sealed", second_factor_step=5)
    secret = login_sessions.complete(login_sessions.begin(user))
    with pytest.raises(OwnAccount):
        helping.reset_second_factor(user, staff(user))
    assert user.second_factor == "sealed"
    recovery_codes.make(user)
    helping.reset_second_factor(user, boss)
    assert user.second_factor is None
    assert recovery_codes.left(user.id) == 0, "codes of before would open what is set up next"
    assert login_sessions.find(secret) is None
    db.session.commit()
    helping.reset_second_factor(user, boss)  # pressed twice
    assert [(row.kind, row.facts["what"]) for row in db.session.scalars(select(Letter))] == [
        (LetterKind.ACCOUNT_CHANGED, "second_factor_reset")
    ]
    user.active = False
    db.session.flush()
    with pytest.raises(AccountClosed):
        helping.reset_second_factor(user, boss)


@pytest.mark.postgresql_only  # on SQLite the second begins when the first has ended
@pytest.mark.parametrize("step", [closing.reopen, helping.reset_second_factor])
def test_two_who_help_at_the_same_moment_write_one_letter(
    app: Flask, boss: Actor, step: Callable[[User, Actor], None]
) -> None:
    user = factory.an_organiser(second_factor="sealed", active=step is not closing.reopen)
    number = user.id
    db.session.commit()
    assert user.name, "read before somebody else is quicker, as the page does"
    with app.app_context():
        step(db.session.get_one(User, number), boss)
        db.session.commit()
        db.session.remove()
    step(user, boss)
    db.session.commit()
    assert len(db.session.scalars(select(Letter)).all()) == 1
    assert len(actions()) == 1


def test_the_list_is_in_the_order_of_roles_and_names(app: Flask) -> None:
    event = an_event()
    desk = factory.a_desk_agent(event, name="Anna")
    second = factory.an_organiser(name="Élodie", password_hash="x")
    first = factory.an_organiser(name="Daniel")
    gone = factory.an_organiser(active=False)
    shown = user_list.listing(closed=False)
    assert [entry.user for entry in shown] == [first, second, desk]
    assert [entry.state for entry in shown] == [
        AccountState.INVITED,
        AccountState.ACTIVE,
        AccountState.INVITED,
    ]
    assert [list(entry.events) for entry in shown] == [[], [], [event]]
    assert [entry.user for entry in user_list.listing(closed=True)] == [gone]
    assert user_list.numbers() == (3, 1)


def test_when_an_account_was_last_used(app: Flask) -> None:
    user = factory.an_organiser()
    assert user_list.one(user.id).last_seen is None
    login_sessions.begin(user)  # only the password was shown
    assert user_list.one(user.id).last_seen is None
    login_sessions.complete(login_sessions.begin(user))
    account = user_list.one(user.id)
    assert account.last_seen is not None
    assert account.sessions == 1
    with pytest.raises(NotFound):
        user_list.one(user.id + 1000)


def test_closing_by_the_system_needs_no_account(boss: Actor) -> None:
    user = factory.an_organiser()
    closing.close(user, SYSTEM)
    assert not user.active
