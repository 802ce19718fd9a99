"""Each role before each door, generated from the URL map: in, out, or as if there were nothing there.

A rule that is not in the table below fails, and so does a page whose address promises another rule than it states.
"""

from __future__ import annotations

import re
from types import SimpleNamespace
from typing import cast

import pytest
from flask import Flask
from sqlalchemy import func, select
from werkzeug.routing import Rule

from app.extensions import Base, db
from app.services import heartbeats
from app.web import access
from tests.factories import users
from tests.outside.estate import an_estate
from tests.outside.running import Running
from tests.web.viewers import LIMITED, STAFF, WAYS, Asker, World, addresses, come

pytestmark = pytest.mark.sqlite_only  # which rows one sees is asked on both databases in tests/outside
ORGANISERS = {"administrator", "organiser", "organiser of some"}
READERS = {"statistics reader", "reader of some"}
IN = {
    "anyone": set(WAYS),
    "password shown": {"halfway"},
    "private link": {"private link"},
    "correspondents": {"correspondent"},
    "signed in": STAFF,
    "administrators": {"administrator"},
    "organisers": ORGANISERS,
    "organisers of all events": {"administrator", "organiser"},
    "the desk": ORGANISERS | {"desk agent"},
    "readers of statistics": ORGANISERS | READERS,
}
# The first beginning that fits an address says which rules may stand on its page.
PROMISED = {
    "/users": {"administrators"},
    "/account": {"signed in"},
    "/second-factor": {"password shown"},
    "/sign-in/code": {"password shown"},
    "/organiser/privacy": {"administrators"},
    "/organiser/retention": {"administrators"},
    "/organiser/audit": {"administrators"},
    "/organiser/settings": {"administrators"},
    "/organiser/statistics": {"readers of statistics"},
    "/organiser/events/<slug>/statistics/import": {"organisers"},
    "/organiser/events/<slug>/statistics/public": {"organisers"},
    "/organiser/events/<slug>/statistics/reported": {"organisers"},
    "/organiser/events/<slug>/statistics/versions": {"organisers"},
    "/organiser/events/<slug>/statistics": {"readers of statistics"},
    "/organiser/events/<slug>/participants/export/choices": {"organisers of all events"},
    "/organiser/correspondents": {"organisers", "organisers of all events"},
    "/organiser/bodies/<code>/copies": {"organisers of all events"},
    "/organiser/": {"organisers"},
    "/check-in/": {"the desk"},
    "/delegation/sign-in": {"anyone"},
    "/delegation/sign-out": {"anyone"},
    "/delegation/enter/": {"anyone"},
    "/delegation/": {"correspondents"},
    "/help/desk": {"the desk"},
    "/help/organisers": {"organisers"},
    "/help/statistics": {"readers of statistics"},
    "/help/administrators": {"administrators"},
    "/my-registration/close": {"anyone"},
    "/my-registration": {"private link"},
    "/": {"anyone"},
}
# What the estate has no file for, and a version that nobody has written.
_ABSENT = (
    "<int:file_id>", "<int:job_id>", "<int:job_id>/file", "<int:number>", "<int:document_id>", "<indicator>",
)  # fmt: skip
_NOTED = {"audit_entry", "audit_seal", "rate_count", "login_session", "heartbeat"}  # a refusal may be noted


@pytest.fixture
def world(app: Flask) -> World:
    heartbeats.beat()
    running = cast(Running, SimpleNamespace(app=app))
    owner = users.an_administrator()
    return World(an_estate(running, owner), an_estate(running, owner), owner)


@pytest.fixture
def client(app: Flask) -> Asker:
    return Asker(app, app.response_class, use_cookies=True)


def rule_of(rule: Rule) -> access.Rule:
    stated = access.rule_of(rule.endpoint)
    assert stated is not None, rule.rule
    return stated


def rows() -> dict[str, int | None]:
    """How many rows there are of everything that an action could have written."""
    tables = {name: table for name, table in Base.metadata.tables.items() if name not in _NOTED}
    found = {
        name: db.session.scalar(select(func.count()).select_from(table)) for name, table in tables.items()
    }
    db.session.rollback()
    return found


def test_each_rule_has_its_place_in_the_table(app: Flask) -> None:
    assert {rule_of(rule).name for rule in app.url_map.iter_rules()} == set(IN)


def test_each_page_has_the_rule_that_its_address_promises(app: Flask) -> None:
    other = {
        rule.rule: rule_of(rule).name
        for rule in app.url_map.iter_rules()
        if rule_of(rule).name
        not in next(names for begin, names in PROMISED.items() if rule.rule.startswith(begin))
    }
    assert other == {}


@pytest.mark.parametrize("viewer", WAYS)
def test_who_is_not_let_in_gets_nowhere_and_changes_nothing(
    app: Flask, client: Asker, world: World, viewer: str
) -> None:
    token, wrong, asked = come(app, client, viewer, world), {}, 0
    before = rows()
    for rule, method, address in addresses(app, world.mine.ids):
        stated = rule_of(rule)
        if viewer in IN[stated.name]:
            continue
        asked += 1
        answer = client.open(address, method=method, data={"csrf_token": token} if method != "GET" else None)
        outcome = (answer.status_code, (answer.location or "").partition("?")[0])
        if outcome != _refusals(app, stated, viewer, method):
            wrong[method, rule.rule] = outcome
    assert wrong == {}
    assert asked > 10 or viewer == "administrator"
    assert rows() == before


def _refusals(app: Flask, stated: access.Rule, viewer: str, method: str) -> tuple[int, str]:
    """What somebody is answered who is not let in: whoever looks is led to the way in, and what was sent is given back.

    401 is a page that knows nothing but what has just been sent: the honest send it once more when they have come in.
    """
    if viewer in STAFF and not (stated.visit or stated.halfway):
        return (403, "")
    if stated.halfway:
        return (302, "/sign-in")  # a code is good for once; there is nothing to keep
    if method != "GET":
        return (401, "")
    with app.test_request_context("/"):
        return (302, app.url_for(stated.instead or "accounts.sign_in", _external=False))


@pytest.mark.parametrize("viewer", ["nobody", "correspondent", "private link"])
def test_what_is_given_back_is_what_was_sent_and_nothing_else(
    app: Flask, client: Asker, world: World, viewer: str
) -> None:
    """The same page before every door and every id, there or not: only the words that were sent, and the way in, differ."""
    token, pages = come(app, client, viewer, world), set()
    typed, before = {"csrf_token": token, "reason": "Typed by the honest"}, rows()
    for rule, method, address in addresses(app, world.mine.ids):
        stated = rule_of(rule)
        if method != "POST" or stated.halfway or viewer in IN[stated.name]:
            continue
        answer = client.post(address, data=typed)
        assert answer.status_code == 401, rule.rule
        text = answer.get_data(as_text=True)
        assert text.count("Typed by the honest") == 1, rule.rule
        pages.add((stated.instead, re.sub(r'(href|action|name="csrf_token" value)="[^"]*"', "", text)))
        assert "Typed by the honest" not in client.post(
            address, data=typed, headers={"Sec-Fetch-Site": "cross-site"}
        ).get_data(as_text=True), rule.rule
    ways_in = {way for way, _shown in pages}
    assert len(pages) == len(ways_in) >= 2
    assert rows() == before


@pytest.mark.parametrize("viewer", WAYS)
def test_who_is_let_in_sees_the_page(app: Flask, client: Asker, world: World, viewer: str) -> None:
    come(app, client, viewer, world)
    wrong = {}
    for rule, method, address in addresses(app, world.mine.ids):
        stated = rule_of(rule)
        if viewer not in IN[stated.name] or stated.name == "anyone" or method != "GET":
            continue
        answer = client.get(address)
        nothing = answer.status_code == 404 and not rule.rule.endswith(_ABSENT)
        if (
            nothing
            or answer.status_code in {401, 403}
            or answer.status_code >= 500
            or _sent_away(answer.location)
        ):
            wrong[rule.rule] = answer.status_code
    assert wrong == {}


def _sent_away(location: str | None) -> bool:
    return (location or "").startswith(("/sign-in", "/delegation/sign-in", "/find-my-registration"))


@pytest.mark.parametrize("viewer", sorted(LIMITED))
def test_an_event_of_others_is_not_there(app: Flask, client: Asker, world: World, viewer: str) -> None:
    token, wrong, asked = come(app, client, viewer, world), {}, 0
    before = rows()
    for rule, method, address in addresses(app, world.other.ids):
        stated = rule_of(rule)
        if viewer not in IN[stated.name] or stated.roles is None or not {"slug", "job_id"} & rule.arguments:
            continue
        asked += 1
        code = client.open(
            address, method=method, data={"csrf_token": token} if method != "GET" else None
        ).status_code
        if code != 404:
            wrong[method, rule.rule] = code
    assert wrong == {}
    assert asked >= 2
    assert rows() == before


@pytest.mark.parametrize("viewer", sorted(STAFF & set(WAYS) - {"administrator"}))
def test_files_that_were_made_for_somebody_else_are_not_there(
    app: Flask, client: Asker, world: World, viewer: str
) -> None:
    come(app, client, viewer, world)
    job = world.mine.ids["job_id"]
    expected = 404 if viewer in ORGANISERS else 403
    assert [client.get(f"/organiser/jobs/{job}{rest}").status_code for rest in ("", "/file")] == [
        expected
    ] * 2


@pytest.mark.parametrize("viewer", ["statistics reader", "reader of some", "desk agent"])
def test_no_error_names_anybody(app: Flask, client: Asker, world: World, viewer: str) -> None:
    """Whatever is asked for with the ids of a person: neither the refusal nor the page says a word about the person."""
    person = world.mine.registration
    secrets = {str(person.family_name), str(person.email), person.reference, person.badge_code, "Vera ALBU"}
    come(app, client, viewer, world)
    told = {}
    for rule, method, address in addresses(app, world.mine.ids):
        if method != "GET" or rule_of(rule).roles is None or rule.rule.startswith("/check-in/<slug>"):
            continue
        text = client.get(address).get_data(as_text=True)
        if found := [secret for secret in secrets if secret in text]:
            told[rule.rule] = found
    assert told == {}
