"""What everybody gets who asks: the same headers on every kind of answer, cookies that no script and no neighbour reads."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from app.extensions import db
from app.models import Category
from tests.factories.events import an_event
from tests.factories.users import a_desk_agent, an_administrator
from tests.outside.running import HOST, Running
from tests.outside.visitor import FORM, Answer, Outsider
from tests.signing_in import sign_in

Ask = Callable[[Outsider], Answer]
PRIVATE: dict[str, tuple[int, Ask]] = {
    "page": (200, lambda who: who.get("/")),
    "form": (200, lambda who: who.get("/find-my-registration")),
    "head": (200, lambda who: who.open("HEAD", "/")),
    "options": (200, lambda who: who.open("OPTIONS", "/")),
    "calendar file": (200, lambda who: who.get("/events/headers/event.ics")),
    "alive": (200, lambda who: who.get("/healthz")),
    "ready": (503, lambda who: who.get("/readyz")),  # no worker runs
    "to sign in": (302, lambda who: who.get("/organiser/")),
    "put right": (308, lambda who: who.get("/organiser")),
    "colours": (302, lambda who: who.get("/colours/dark")),
    "language": (200, lambda who: who.get("/?lang=fr")),
    "no token": (400, lambda who: who.post("/find-my-registration", {"email": "a@b.example"})),
    "another host": (400, lambda who: who.open("GET", "/", headers={"Host": "evil.example"})),
    "signed out": (401, lambda who: who.post("/organiser/events/headers/publish", _token(who))),
    "nothing there": (404, lambda who: who.get("/nowhere")),
    "no such link": (404, lambda who: who.get("/r/nothing")),
    "another method": (405, lambda who: who.open("DELETE", "/")),
    "too large": (413, lambda who: who.open("POST", "/sign-in", body=b"a=" + b"x" * 1_100_000, kind=FORM)),
    "wrong": (422, lambda who: who.post("/find-my-registration", _token(who))),
    "signed in": (200, lambda who: _organiser(who).get("/organiser/")),
    "not allowed": (403, lambda who: _agent(who).get("/organiser/")),
}
STATIC: dict[str, tuple[int, Ask]] = {
    "file": (200, lambda who: who.get("/static/css/theme.css")),
    "library": (200, lambda who: who.get("/bootstrap/static/css/bootstrap.min.css")),
    "unchanged": (304, lambda who: _unchanged(who, "/static/css/theme.css")),
    "no such file": (404, lambda who: who.get("/static/css/none.css")),
}


def _token(who: Outsider) -> dict[str, str]:
    return {"csrf_token": who.visit("/find-my-registration").fields("main form")["csrf_token"]}


def _organiser(who: Outsider) -> Outsider:
    sign_in(who, an_administrator())  # type: ignore[arg-type]
    return who


def _agent(who: Outsider) -> Outsider:
    sign_in(who, a_desk_agent())  # type: ignore[arg-type]
    return who


def _unchanged(who: Outsider, path: str) -> Answer:
    return who.open("GET", path, headers={"If-None-Match": who.get(path).headers["ETag"]})


@pytest.fixture
def visitor(proxied: Running) -> Outsider:
    """Somebody who comes by https, through the proxy; there is an event to be looked at."""
    from app.models import Event

    if db.session.query(Event).filter_by(slug="headers").first() is None:
        an_event([Category.GUEST], slug="headers", short_code="HDR")
    db.session.commit()
    return Outsider(proxied, "198.51.100.7")


def check(answer: Answer) -> None:
    headers = answer.headers
    policy = dict(part.strip().partition(" ")[::2] for part in headers["Content-Security-Policy"].split(";"))
    assert policy["default-src"] == "'none'"
    assert policy["frame-ancestors"] == "'none'"
    assert policy["base-uri"] == "'none'"
    assert policy["form-action"] == "'self'"
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["Strict-Transport-Security"].startswith("max-age=31536000")
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] in {"no-referrer", "same-origin"}
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "Access-Control-Allow-Origin" not in headers
    assert not re.search(r"\d", headers.get("Server", "")), "no version is told"
    assert "X-Powered-By" not in headers
    for cookie in headers.get_all("Set-Cookie") or []:
        name, *attributes = (part.strip() for part in cookie.split(";"))
        assert name.startswith("__Host-")
        assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= set(attributes)
        assert not [part for part in attributes if part.startswith("Domain")]


@pytest.mark.parametrize("kind", PRIVATE)
def test_every_answer_is_guarded_and_kept_nowhere(visitor: Outsider, kind: str) -> None:
    code, ask = PRIVATE[kind]
    answer = ask(visitor)
    assert answer.status_code == code, answer.text[:2000]
    check(answer)
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Cookie" in answer.headers["Vary"]


@pytest.mark.parametrize("kind", STATIC)
def test_static_files_are_guarded_too(visitor: Outsider, kind: str) -> None:
    code, ask = STATIC[kind]
    answer = ask(visitor)
    assert answer.status_code == code
    check(answer)
    assert "Set-Cookie" not in answer.headers


def test_what_is_slowed_down_is_guarded(visitor: Outsider) -> None:
    answers = [visitor.get(f"/r/guess{number}") for number in range(61)]
    assert [answer.status_code for answer in answers] == [404] * 60 + [429]
    check(answers[-1])
    assert 0 < int(answers[-1].headers["Retry-After"]) <= 3600


def test_a_new_session_comes_in_a_cookie_for_this_host_alone(visitor: Outsider) -> None:
    check(answer := visitor.get("/sign-in"))
    assert any(cookie.startswith("__Host-session=") for cookie in answer.headers.get_all("Set-Cookie") or [])


@pytest.mark.parametrize("path", ["/organiser", "/organiser/", "/colours/dark?next=//evil.example"])
def test_nobody_is_led_to_another_host(visitor: Outsider, path: str) -> None:
    location = visitor.get(path).location
    assert location.startswith("/")
    assert not location.startswith("//")


def test_by_plain_http_cookies_have_no_prefix_that_a_browser_would_refuse(running: Running) -> None:
    cookies = Outsider(running).get("/sign-in").headers.get_all("Set-Cookie") or []
    assert cookies
    assert not [cookie for cookie in cookies if cookie.startswith("__Host-") or "Secure" in cookie]
    assert HOST not in str(cookies)
