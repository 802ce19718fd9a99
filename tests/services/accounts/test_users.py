"""Accounts: invited by letter, none by default, the first administrator by a link that works once."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.extensions import db
from app.models import AccessLink, Letter, LetterKind, LinkPurpose, LoginSession, User, UserRole
from app.services import access_links, event_sight
from app.services.accounts import closing, login_sessions, passwords, users
from app.services.accounts.account_errors import AddressHasAccount, LastAdministrator
from app.services.actors import SYSTEM
from app.services.errors import LinkExpired, NotFound
from tests.factories import users as factory
from tests.factories.events import an_event

PASSWORD = "seven grey herons by the canal"


def test_there_is_no_account_by_default(app: Flask) -> None:
    assert db.session.scalar(select(func.count()).select_from(User)) == 0


def test_who_is_invited_gets_a_letter_and_no_password(app: Flask) -> None:
    user = users.invite(" Nora@Desk.example ", "Nora Lindqvist", UserRole.ORGANISER, SYSTEM)
    assert (user.email, user.email_key, user.password_hash) == (
        "Nora@Desk.example",
        "nora@desk.example",
        None,
    )
    letter = db.session.scalars(select(Letter)).one()
    assert (letter.kind, letter.recipient, letter.user_id) == (
        LetterKind.ACCOUNT_INVITATION,
        "Nora@Desk.example",
        user.id,
    )


def test_an_account_is_limited_to_the_events_named(app: Flask) -> None:
    mine, other = an_event(), an_event()
    user = users.invite("nora@desk.example", "Nora", UserRole.DESK_AGENT, SYSTEM, [mine.id])
    assert event_sight.event_of(user, mine.slug) is mine
    with pytest.raises(NotFound):
        event_sight.event_of(user, other.slug)


def test_one_address_has_one_account(app: Flask) -> None:
    users.invite("nora@desk.example", "Nora", UserRole.STATISTICS_READER, SYSTEM)
    with pytest.raises(AddressHasAccount):
        users.invite("NORA@desk.example", "Nora", UserRole.ADMINISTRATOR, SYSTEM)
    assert db.session.scalars(select(User.role)).all() == [UserRole.STATISTICS_READER]


def test_an_invitation_sent_again_ends_the_earlier_links(app: Flask) -> None:
    user = factory.a_desk_agent()
    earlier = access_links.mint_for_user(user, LinkPurpose.SET_PASSWORD)
    users.invite_again(user, SYSTEM)
    with pytest.raises(LinkExpired):
        passwords.account_behind(earlier)
    assert db.session.scalar(select(func.count()).select_from(Letter)) == 1


def test_the_first_administrator_sets_a_password_by_the_newest_link(app: Flask) -> None:
    first = users.ensure_first_administrator("a@secretariat.example")
    second = users.ensure_first_administrator("a@secretariat.example")
    assert first is not None
    assert second is not None
    assert db.session.scalars(select(User.role)).all() == [UserRole.ADMINISTRATOR]
    with pytest.raises(LinkExpired):
        passwords.account_behind(first)
    passwords.choose(second, PASSWORD)
    assert users.ensure_first_administrator("a@secretariat.example") is None


def test_an_administrator_who_is_closed_does_not_count(app: Flask) -> None:
    factory.an_administrator(active=False, password_hash="x")
    assert users.ensure_first_administrator("a@secretariat.example") is not None


def test_a_closed_account_has_neither_sessions_nor_links(app: Flask) -> None:
    user = factory.an_organiser()
    secret = login_sessions.begin(user)
    token = access_links.mint_for_user(user, LinkPurpose.SET_PASSWORD)
    closing.close(user, SYSTEM)
    assert login_sessions.find(secret) is None
    with pytest.raises(LinkExpired):
        passwords.account_behind(token)
    db.session.expire_all()
    assert db.session.scalars(select(LoginSession.ended_at)).one() is not None
    assert db.session.scalars(select(AccessLink.revoked_at)).one() is not None


def test_the_last_administrator_cannot_be_closed(app: Flask) -> None:
    only = factory.an_administrator(password_hash="x")
    factory.an_administrator()  # invited, but without a password yet
    with pytest.raises(LastAdministrator):
        closing.close(only, SYSTEM)
    factory.an_administrator(password_hash="x")
    closing.close(only, SYSTEM)
    assert not only.active
