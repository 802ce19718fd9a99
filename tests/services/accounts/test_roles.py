"""What an account can do: changed by another administrator, told to its owner, on record; never without an administrator."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from app.extensions import db
from app.models import AuditEntry, Language, Letter, LetterKind, UserRole
from app.services import event_sight
from app.services.accounts import roles, users
from app.services.accounts.account_errors import AccountClosed, EventsMissing, LastAdministrator, OwnAccount
from app.services.actors import SYSTEM, staff
from tests.factories import users as factory
from tests.factories.events import an_event

EN, FR = Language.EN, Language.FR
ADMINISTRATOR, ORGANISER = UserRole.ADMINISTRATOR, UserRole.ORGANISER
DESK, READER = UserRole.DESK_AGENT, UserRole.STATISTICS_READER


def letters() -> list[tuple[LetterKind, object]]:
    return [
        (row.kind, row.facts.get("what")) for row in db.session.scalars(select(Letter).order_by(Letter.id))
    ]


def lines() -> list[tuple[str, list[str]]]:
    return [
        (row.action, row.fields) for row in db.session.scalars(select(AuditEntry).order_by(AuditEntry.id))
    ]


def test_another_role_and_other_events(app: Flask) -> None:
    first, second, third = an_event(), an_event(), an_event()
    user, boss = factory.an_organiser(first, second), factory.an_administrator()
    assert roles.change(user, DESK, [second.id, third.id], FR, staff(boss)) == ["role", "events", "language"]
    db.session.expire_all()
    assert (user.role, user.language, user.all_events) == (DESK, FR, False)
    seen = set(db.session.scalars(event_sight.visible(user)))
    assert seen == {second, third}
    assert letters() == [(LetterKind.ACCOUNT_CHANGED, "role_changed")]
    assert lines() == [("user.changed", ["role:desk_agent", "events", "language"])]


def test_all_events_and_back_to_some(app: Flask) -> None:
    event, user = an_event(), factory.an_organiser(an_event())
    roles.change(user, ORGANISER, None, EN, SYSTEM)
    assert user.all_events
    assert not user.events
    roles.change(user, ORGANISER, [event.id], EN, SYSTEM)
    assert set(db.session.scalars(event_sight.visible(user))) == {event}


def test_nothing_new_is_neither_told_nor_recorded(app: Flask) -> None:
    event = an_event()
    user = factory.a_desk_agent(event)
    assert roles.change(user, DESK, [event.id], EN, SYSTEM) == []
    assert (letters(), lines()) == ([], [])


def test_another_language_is_no_matter_for_a_letter(app: Flask) -> None:
    user = factory.an_organiser()
    assert roles.change(user, ORGANISER, None, FR, staff(user)) == ["language"]
    assert (letters(), lines()) == ([], [("user.changed", ["language"])])


@pytest.mark.parametrize(("role", "event_ids"), [(DESK, None), (DESK, []), (ORGANISER, []), (READER, [])])
def test_a_limited_account_has_an_event(app: Flask, role: UserRole, event_ids: list[int] | None) -> None:
    user = factory.an_organiser()
    with pytest.raises(EventsMissing):
        roles.change(user, role, event_ids, EN, SYSTEM)
    with pytest.raises(EventsMissing):
        users.invite("new@desk.example", "New", role, SYSTEM, event_ids)
    assert (user.role, user.all_events) == (ORGANISER, True)


def test_an_administrator_works_with_all_events(app: Flask) -> None:
    event = an_event()
    user = users.invite("new@desk.example", "New", ADMINISTRATOR, SYSTEM, [event.id])
    assert user.all_events
    assert not user.events


def test_nobody_changes_what_the_own_account_can_do(app: Flask) -> None:
    factory.an_administrator(password_hash="x")
    own = factory.an_administrator(password_hash="x")
    with pytest.raises(OwnAccount):
        roles.change(own, ORGANISER, None, EN, staff(own))
    assert own.role is ADMINISTRATOR
    organiser = factory.an_organiser(an_event())
    with pytest.raises(OwnAccount):
        roles.change(organiser, ORGANISER, None, EN, staff(organiser))


def test_the_last_administrator_stays_one(app: Flask) -> None:
    only = factory.an_administrator(password_hash="x")
    factory.an_administrator()  # invited, but without a password yet
    factory.an_administrator(password_hash="x", active=False)
    with pytest.raises(LastAdministrator):
        roles.change(only, ORGANISER, None, EN, SYSTEM)
    factory.an_administrator(password_hash="x")
    assert roles.change(only, ORGANISER, None, EN, SYSTEM) == ["role"]


def test_a_closed_account_is_not_changed(app: Flask) -> None:
    user = factory.an_organiser(active=False)
    with pytest.raises(AccountClosed):
        roles.change(user, READER, None, EN, SYSTEM)
    with pytest.raises(AccountClosed):
        users.invite_again(user, SYSTEM)
