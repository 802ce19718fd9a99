"""Each change needs the token of a form of ours: asked on the URL map, so that a new address cannot forget it."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import func, select
from werkzeug.routing import AnyConverter, Rule

from app.extensions import Base, db
from app.web.extensions import csrf
from tests.factories.users import a_user
from tests.pages import Visitor
from tests.signing_in import sign_in

pytestmark = pytest.mark.sqlite_only
_SAFE = {"GET", "HEAD", "OPTIONS"}
# Their forms check the token themselves, so that what was typed is there again; each has a test of its own.
CHECK_THEMSELVES = {
    "accounts.signed_in": "tests/accounts/test_sign_in.py::test_a_form_that_was_open_too_long_keeps_the_address",
    "accounts.password_set": "tests/accounts/test_set_password.py::test_a_form_of_another_site_sets_nothing",
    "accounts.code_shown": "tests/accounts/test_second_factor.py::test_a_form_of_another_site_shows_no_code",
    "accounts.set_up_done": "tests/accounts/test_setting_up.py::test_a_form_of_another_site_sets_nothing_up",
    "accounts.account_changed": "tests/accounts/test_own_account.py::test_a_form_of_another_site_changes_nothing",
    "accounts.password_changed": "tests/accounts/test_own_proofs.py::test_a_form_of_another_site_changes_nothing",
    "accounts.factor_exchanged": "tests/accounts/test_own_proofs.py::test_a_form_of_another_site_changes_nothing",
    "accounts.recovery_codes_renewed": "tests/accounts/test_own_proofs.py::test_a_form_of_another_site_changes_nothing",
    "public.check_answers": "tests/public/test_registration.py::test_a_form_without_its_token_is_shown_again_with_what_was_typed",
    "public.send": "tests/public/test_registration.py::test_a_form_without_its_token_is_shown_again_with_what_was_typed",
}


def exempt(app: Flask, endpoint: str) -> bool:
    view = app.view_functions[endpoint]
    return f"{view.__module__}.{view.__name__}" in csrf._exempt_views


def changing(app: Flask) -> list[tuple[str, Rule]]:
    """Each method that may change something, at each address."""
    return [
        (method, rule)
        for rule in app.url_map.iter_rules()
        for method in sorted((rule.methods or set()) - _SAFE)
    ]


def some(rule: Rule, name: str) -> object:
    converter = rule._converters[name]
    return min(converter.items) if isinstance(converter, AnyConverter) else 1


def rows() -> dict[str, int | None]:
    """How many rows each table has; that an attempt was counted is no change."""
    db.session.rollback()
    tables = {name: table for name, table in Base.metadata.tables.items() if name != "rate_count"}
    return {
        name: db.session.scalar(select(func.count()).select_from(table)) for name, table in tables.items()
    }


def test_those_that_check_themselves_are_known(app: Flask) -> None:
    assert {rule.endpoint for _, rule in changing(app) if exempt(app, rule.endpoint)} == set(CHECK_THEMSELVES)


@pytest.mark.parametrize("token", [None, "", "invented"])
def test_nothing_is_changed_without_a_token(app: Flask, client: Visitor, token: str | None) -> None:
    sign_in(client, a_user())
    client.get("/organiser/")
    before, typed = rows(), {"x": "y"} if token is None else {"csrf_token": token}
    let_in = []
    for method, rule in changing(app):
        address = rule.build({name: some(rule, name) for name in rule.arguments}, append_unknown=False)
        assert address is not None
        answer = client.open(address[1], method=method, data=typed)
        # 302: the second factor is for who has shown the password only; others are led to the sign-in.
        refused = {302, 404, 410, 422} if exempt(app, rule.endpoint) else {400}
        if answer.status_code not in refused:
            let_in.append(f"{method} {rule.rule}: {answer.status_code}")
    assert not let_in, "\n".join(let_in)
    assert rows() == before


def test_the_token_of_somebody_else_is_none(app: Flask, client: Visitor) -> None:
    theirs = app.test_client().get("/find-my-registration").text
    token = theirs.partition('name="csrf_token" value="')[2].partition('"')[0] or theirs
    client.get("/find-my-registration")
    typed = {"email": "ana@example.org", "csrf_token": token}
    assert client.post("/find-my-registration", data=typed).status_code == 400


def test_what_another_site_sends_is_not_offered_again(app: Flask, client: Visitor) -> None:
    typed = {"email": "planted@evil.example"}
    own = client.post("/find-my-registration", data=typed, headers={"Sec-Fetch-Site": "same-origin"})
    assert "planted@evil.example" in own.text
    for site in ("cross-site", "same-site", "none"):
        other = client.post("/find-my-registration", data=typed, headers={"Sec-Fetch-Site": site})
        assert other.status_code == 400
        assert "planted@evil.example" not in other.text


@pytest.mark.parametrize(
    "origin", ["https://evil.example", "http://evil.example:80", "null", "", "http://[", "evil"]
)
def test_nor_by_a_browser_that_does_not_say_where_a_form_stood(client: Visitor, origin: str) -> None:
    """Browsers of before 2023: another site's form comes without our cookie, and says its origin or none."""
    typed = {"email": "planted@evil.example", "name": "planted@evil.example"}
    for address in ("/find-my-registration", "/account", "/organiser/events/new"):
        other = client.post(address, data=typed, headers={"Origin": origin})
        assert (other.status_code, "planted@evil.example" in other.text) == (400, False)
    client.get("/find-my-registration")  # now there is a cookie, and it would come along from our own page
    other = client.post("/find-my-registration", data=typed, headers={"Origin": origin})
    assert ("planted@evil.example" in other.text) is (origin in {"null", ""})
    own = client.post("/find-my-registration", data=typed, headers={"Origin": "http://localhost"})
    assert "planted@evil.example" in own.text


def test_nor_is_it_to_somebody_who_is_not_signed_in(app: Flask, client: Visitor) -> None:
    """A cookie does not come along from another site: such a form must not wait, filled in, for the reader to sign in again."""
    typed = {"name": "planted by others"}
    themselves = [endpoint for endpoint in CHECK_THEMSELVES if endpoint.startswith("accounts.account")]
    assert themselves
    for endpoint in themselves:
        with app.test_request_context():
            address = app.url_for(endpoint, _external=False)
        own = client.post(address, data=typed, headers={"Sec-Fetch-Site": "same-origin"})
        assert (own.status_code, "planted by others" in own.text) == (401, True)
        for site in ("cross-site", "same-site", "none"):
            other = client.post(address, data=typed, headers={"Sec-Fetch-Site": site})
            assert (other.status_code, "planted by others" in other.text) == (400, False)
