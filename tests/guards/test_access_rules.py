"""Each view states who may enter; one that does not is refused. The rules are asked from outside, on the URL map."""

from __future__ import annotations

import pytest
from flask import Flask
from werkzeug.routing import AnyConverter, Rule

from app.web import access
from tests.pages import Visitor

pytestmark = pytest.mark.sqlite_only


def test_each_view_states_its_rule(app: Flask) -> None:
    endpoints = {rule.endpoint for rule in app.url_map.iter_rules()}
    silent = sorted(endpoint for endpoint in endpoints if access.rule_of(endpoint) is None)
    assert not silent, f"no access rule stands on: {silent}"


def test_working_doors_ask_for_an_account(app: Flask) -> None:
    wide_open = [
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if rule.endpoint.split(".")[0] in {"organiser", "checkin"}
        and (stated := access.rule_of(rule.endpoint)) is not None
        and stated.roles is None
    ]
    assert not wide_open, f"the secretariat's pages are for people with an account: {wide_open}"


def test_a_stranger_gets_nowhere_behind_the_working_doors(app: Flask, client: Visitor) -> None:
    let_in = []
    for rule in app.url_map.iter_rules():
        stated = access.rule_of(rule.endpoint)
        if stated is None or stated.roles is None:
            continue
        address = rule.build({name: _some(rule, name) for name in rule.arguments}, append_unknown=False)
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}:
            answer = client.open(address[1] if address else rule.rule, method=method)
            if answer.status_code not in {302, 303, 400, 401, 403}:
                let_in.append(f"{method} {rule.rule}: {answer.status_code}")
    assert not let_in, "\n".join(let_in)


def test_a_view_without_a_rule_is_refused(app: Flask) -> None:
    from flask import request

    with app.test_request_context("/"):
        app.view_functions["silent"] = lambda: "hello"
        request.url_rule = type(next(app.url_map.iter_rules()))("/silent", endpoint="silent")
        try:
            with pytest.raises(Exception, match="403"):
                app.preprocess_request()
        finally:
            del app.view_functions["silent"]


def _some(rule: Rule, name: str) -> object:
    """A value that the address takes: one of those it lists, otherwise a number."""
    converter = rule._converters[name]
    return min(converter.items) if isinstance(converter, AnyConverter) else 1
