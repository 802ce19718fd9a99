"""One line for each request, with its id: who asked which view, how it was answered, and nothing that was said."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask

from app import create_app
from app.extensions import db
from app.web import access, request_log
from tests.factories.users import an_organiser
from tests.pages import Visitor
from tests.signing_in import sign_in
from tests.statement_count import Statements

Line = dict[str, Any]
GIVEN = "0123456789abcdef0123456789abcdef"


@pytest.fixture
def lines(capsys: pytest.CaptureFixture[str]) -> Callable[[], list[Line]]:
    """What was logged since it was asked last."""
    return lambda: [json.loads(line) for line in capsys.readouterr().err.splitlines() if line[:1] == "{"]


def one_request(found: list[Line]) -> Line:
    (line,) = [line for line in found if line["logger"] == "app.web.request_log"]
    return line


def test_each_request_has_its_line(client: Visitor, lines: Callable[[], list[Line]]) -> None:
    answer = client.get("/privacy?from=ana@igp.example")
    line = one_request(lines())
    assert (line["method"], line["endpoint"], line["status"]) == ("GET", "public.privacy", 200)
    assert line["milliseconds"] >= 0
    assert line["request"] == answer.headers["X-Request-ID"]
    assert set(line) == {
        *("at", "level", "logger", "message", "request"),
        *("method", "endpoint", "status", "milliseconds"),
    }


def test_the_user_stands_there_as_a_number(client: Visitor, lines: Callable[[], list[Line]]) -> None:
    someone = an_organiser()
    sign_in(client, someone)
    client.get("/organiser/")
    assert one_request(lines())["user"] == someone.id


@pytest.mark.parametrize(
    ("path", "endpoint", "status"),
    [
        ("/nowhere/ana@igp.example", "none", 404),
        ("/r/" + "A" * 32, "public.private_link", 404),
        ("/set-password/" + "B" * 32, "accounts.set_password", 404),
        ("/events/MARIN-Ana", "public.event", 404),
    ],
)
def test_an_address_is_never_written_down(
    client: Visitor, lines: Callable[[], list[Line]], path: str, endpoint: str, status: int
) -> None:
    client.get(path)
    found = lines()
    assert (one_request(found)["endpoint"], one_request(found)["status"]) == (endpoint, status)
    assert path.rsplit("/", 1)[1] not in json.dumps(found)


def test_a_method_that_nobody_knows_is_none_of_ours(client: Visitor, lines: Callable[[], list[Line]]) -> None:
    client.open("/privacy", method="MARIN")
    line = one_request(lines())
    assert line["method"] == "other"
    assert line["status"] == 405


def test_the_ids_differ_and_are_ours(client: Visitor) -> None:
    ids = {client.get("/privacy", headers={"X-Request-ID": GIVEN}).headers["X-Request-ID"] for _ in range(3)}
    assert len(ids) == 3
    assert all(re.fullmatch("[0-9a-f]{32}", each) for each in ids)
    assert GIVEN not in ids


@pytest.fixture
def behind_a_proxy(app: Flask) -> Iterator[Visitor]:
    """A visitor of an installation behind a proxy, with a page that fails."""
    own = create_app(replace(app.extensions["config"], trusted_proxies=1, log_visitors=True))
    own.add_url_rule("/fails", "fails", access.allow(access.ANYONE)(_fail))
    own.config["PROPAGATE_EXCEPTIONS"] = False
    own.test_client_class = Visitor
    visitor: Any = own.test_client()
    yield visitor
    with own.app_context():
        db.session.remove()
        db.engine.dispose()


def _fail() -> str:
    raise ValueError("@".join(("ana", "igp.example")))  # a traceback shows the source


@pytest.mark.parametrize(
    ("sent", "taken"),
    [
        (GIVEN, True),
        ("3F2504E0-4F89-41D3-9A0C-0305E82C3301", True),
        ("MARIN Ana", False),
        ("Ana-MARIN-Ana-MARIN-Ana", False),
        ("nU-UpeRPjKSLQhKezdli2QXg7V3PTz7n", False),  # as our tokens are
        ("a" * 65, False),
        ("", False),
    ],
)
def test_a_proxy_that_is_trusted_gives_an_id_as_proxies_make_them(
    behind_a_proxy: Visitor, sent: str, taken: bool
) -> None:
    answer = behind_a_proxy.get("/privacy", headers={"X-Request-ID": sent})
    assert (answer.headers["X-Request-ID"] == sent) is taken


def test_the_address_of_the_visitor_only_where_a_setting_says_so(
    client: Visitor, behind_a_proxy: Visitor, lines: Callable[[], list[Line]]
) -> None:
    client.get("/privacy", headers={"X-Forwarded-For": "198.51.100.7"})
    assert "visitor" not in one_request(lines())
    behind_a_proxy.get("/privacy", headers={"X-Forwarded-For": "198.51.100.7"})
    assert one_request(lines())["visitor"] == "198.51.100.7"


def test_of_an_invented_address_only_so_much_is_written_down(
    behind_a_proxy: Visitor, lines: Callable[[], list[Line]]
) -> None:
    behind_a_proxy.get("/privacy", headers={"X-Forwarded-For": "x" * 5000})
    assert one_request(lines())["visitor"] == "x" * 45


def test_a_fault_of_ours_has_the_id_of_its_request(
    behind_a_proxy: Visitor, lines: Callable[[], list[Line]]
) -> None:
    with pytest.raises(AssertionError, match="answered 500"):
        behind_a_proxy.get("/fails", headers={"X-Request-ID": GIVEN})
    found = lines()
    assert [(line["level"], line["logger"], line["request"]) for line in found] == [
        ("error", "app.web.errors", GIVEN),
        ("error", "app.web.request_log", GIVEN),
    ]
    assert "_fail" in found[0]["exception"]
    assert "ana@igp" not in json.dumps(found)


def test_a_line_costs_no_statement(
    client: Visitor, statements: Callable[[], AbstractContextManager[Statements]]
) -> None:
    with statements() as asked:
        client.get("/static/css/theme.css")
    asked.within(0)


def test_its_line_is_written_after_every_other_fitting(app: Flask) -> None:
    """Functions after the request run from the last to the first: only then is the status the one that goes out."""
    ours = [function for function in app.after_request_funcs[None] if function.__module__.startswith("app.")]
    assert ours[0] is request_log._write
