"""Everybody who can stand before a door: each role, limited or not, those without an account, and nobody."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextvars import Context
from dataclasses import dataclass
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from itsdangerous import URLSafeTimedSerializer
from werkzeug.routing import AnyConverter, Rule
from werkzeug.test import TestResponse

from app.extensions import db
from app.lib.clock import now
from app.models import AccessLink, LinkPurpose, User
from app.services import access_links
from app.services.accounts import login_sessions
from tests.factories import users
from tests.outside.estate import Estate
from tests.pages import Visitor
from tests.signing_in import sign_in

SAFE = {"HEAD", "OPTIONS"}
_TOKEN = "one token for all forms"  # noqa: S105 - of these tests


@dataclass(frozen=True)
class World:
    """The estate with which the limited work, and one of which they know nothing."""

    mine: Estate
    other: Estate
    owner: User  # of the files of both


class Asker(Visitor):
    """A visitor who looks at what is answered, and not whether its HTML is good: letters are shown as they went out."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        """Ask in a context of its own."""
        db.session.commit()
        answered: TestResponse = Context().run(FlaskClient.open, self, *args, **{"buffered": True, **kwargs})
        return answered


Way = Callable[[Visitor, World], object]


def _with_account(made: Callable[[World], User]) -> Way:
    return lambda visitor, world: sign_in(visitor, made(world))


def _halfway(visitor: Visitor, world: World) -> None:
    secret = login_sessions.begin(users.an_administrator())
    db.session.commit()
    with visitor.session_transaction() as cookie:
        cookie["login"] = secret


def _correspondent(visitor: Visitor, world: World) -> None:
    access_links.mint_for_correspondent(world.mine.speaker)
    _visit(visitor, LinkPurpose.SIGN_IN, "delegation_visit", lambda link: link.id)


def _private_link(visitor: Visitor, world: World) -> None:
    access_links.mint_for_registration(world.mine.registration, LinkPurpose.MY_REGISTRATION)
    at = now().timestamp()
    _visit(visitor, LinkPurpose.MY_REGISTRATION, "registration_link", lambda link: [link.id, at, at])


def _visit(visitor: Visitor, purpose: LinkPurpose, key: str, held: Callable[[AccessLink], object]) -> None:
    db.session.flush()
    link = db.session.query(AccessLink).filter_by(purpose=purpose).order_by(AccessLink.id.desc()).first()
    assert link is not None
    link.used_at = now()
    db.session.commit()
    with visitor.session_transaction() as cookie:
        cookie[key] = held(link)


WAYS: dict[str, Way] = {
    "administrator": _with_account(lambda world: users.an_administrator()),
    "organiser": _with_account(lambda world: users.an_organiser()),
    "organiser of some": _with_account(lambda world: users.an_organiser(world.mine.event)),
    "desk agent": _with_account(lambda world: users.a_desk_agent(world.mine.event)),
    "statistics reader": _with_account(lambda world: users.a_statistics_reader()),
    "reader of some": _with_account(lambda world: users.a_statistics_reader(world.mine.event)),
    "halfway": _halfway,
    "correspondent": _correspondent,
    "private link": _private_link,
    "nobody": lambda visitor, world: None,
}
STAFF = {
    "administrator",
    "organiser",
    "organiser of some",
    "desk agent",
    "statistics reader",
    "reader of some",
}
LIMITED = {"organiser of some", "desk agent", "reader of some"}


def come(app: Flask, visitor: Visitor, viewer: str, world: World) -> str:
    """Let a visitor be one of them; the token for its forms is returned."""
    WAYS[viewer](visitor, world)
    with visitor.session_transaction() as cookie:
        cookie["csrf_token"] = _TOKEN
    return str(URLSafeTimedSerializer(str(app.secret_key), salt="wtf-csrf-token").dumps(_TOKEN))


def addresses(app: Flask, ids: dict[str, object]) -> Iterator[tuple[Rule, str, str]]:
    """Each rule of the URL map with each of its methods, and the address that names what has these ids."""
    for rule in app.url_map.iter_rules():
        values = {name: _value(rule, name, ids) for name in rule.arguments}
        built = rule.build(values, append_unknown=False)
        assert built is not None, rule.rule
        for method in sorted((rule.methods or set()) - SAFE):
            yield rule, method, built[1]


def _value(rule: Rule, name: str, ids: dict[str, object]) -> object:
    converter = rule._converters[name]
    if isinstance(converter, AnyConverter):
        return ids[name] if ids.get(name) in converter.items else min(converter.items)
    return ids.get(name, 1)
