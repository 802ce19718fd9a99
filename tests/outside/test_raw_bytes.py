"""Any bytes to any address: never a fault of ours, never anything of our inside, an answer within five seconds."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from random import Random

import pytest
from flask import Flask
from werkzeug.routing import AnyConverter, IntegerConverter, Rule

from app.extensions import db
from app.models import Category, Event, Status
from tests.factories.events import a_session, an_event
from tests.factories.registrations import a_registration
from tests.factories.users import an_administrator
from tests.outside import raw
from tests.outside.running import Running
from tests.outside.visitor import Outsider
from tests.signing_in import sign_in

BEHIND = {"accounts.sign_out"}  # after it nobody is signed in any more
HOSTILE = [
    b"%00", b"%ff%fe", b"\xff\xfe\x80", b"..%2f..%2fetc%2fpasswd", b"%0d%0aSet-Cookie:%20a=b", b"9" * 40, b"-1", b"0x7f",
    b"a" * 4000, b"%E2%80%AE%F0%9F%98%80", b"%25%7B%7B7*7%7D%7D", b"'%22%3E%3Cscript%3E", b"%C3%28", b"%u0041", b"%",
]  # fmt: skip
QUERIES = [
    b"",
    b"?page=%00&sort=%ff&q=" + b"x" * 3000,
    b"?page=-9" + b"9" * 30 + b"&lang=%ff&next=//evil.example&colours[]=1&day=2027-99-99",
]
DEEP = b"[" * 100_000 + b"]" * 100_000
FORM, PARTS, JSON = (
    b"application/x-www-form-urlencoded",
    b"multipart/form-data; boundary=x",
    b"application/json",
)
BODIES = [
    (FORM, b"\xff\xfe=%ff%00&csrf_token=%00&email=%00a@b.example&version=%ff&lang"),
    (FORM, b"&&&=&==&a[]=1&a[b][c]=" + b"%41" * 5000),
    (FORM, b"version=99999999999999999999&page=-1&registration=-1&registration=9" + b"9" * 40 + b"&day=0000-00-00&at=25:61"),
    (PARTS, b"--x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nno end"),
    (PARTS, b"--x\r\nContent-Disposition: form-data; name=\"f\"; filename=\"\x00../\xff.xlsx\"\r\n"
            b"Content-Type: \xff\r\n\r\n\x00\x01PK\r\n--x--\r\n"),
    (PARTS, b"--x\r\n" + b"A: b\r\n" * 2000 + b"\r\n--x--\r\n"),
    (PARTS, b"--x\r\nContent-Disposition: form-data; filename=a\r\n\r\nno name\r\n--x--\r\n"),
    (PARTS, b"--x\r\nContent-Disposition: form-data" + b"; " * 2000 + b"\r\n\r\nno name\r\n--x--\r\n"),
    (b"multipart/form-data", b"--x\r\n\r\n--x--"),
    (b"multipart/form-data; boundary=" + b"y" * 300, b"\x00" * 1000),
    (JSON, DEEP),
    (JSON, b'{"email": {"$gt": ""}, "csrf_token": [1e999, NaN]}'),
    (b"application/xml", b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'),
    (b"\xff/\x80; charset=utf-7", b"+ADw-script+AD4-"),
    (b"text/plain; charset=no-such", bytes(range(256)) * 8),
]  # fmt: skip
GET, POST = (line + b" HTTP/1.1\r\nHost: 127.0.0.1\r\n" for line in (b"GET /", b"POST /sign-in"))
BROKEN = {
    "nothing": b"",
    "noise": bytes(range(256)) * 16,
    "no version": b"GET /\r\n\r\n",
    "old version": b"GET / HTTP/0.9\r\n\r\n",
    "another protocol": b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    "tls": bytes.fromhex("16030100c8010000c40303") + bytes(200),
    "no host": b"GET / HTTP/1.1\r\nConnection: close\r\n\r\n",
    "two hosts": b"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\nConnection: close\r\n\r\n",
    "whole address": b"GET http://evil.example/organiser/ HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n",
    "a star": b"OPTIONS * HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n",
    "a tunnel": b"CONNECT evil.example:443 HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n",
    "a long line": b"GET /" + b"a" * 100_000 + b" HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
    "a long header": GET + b"Cookie: " + b"a" * 200_000 + b"\r\n\r\n",
    "many headers": GET + b"" + b"A: b\r\n" * 5000 + b"\r\n",
    "no colon": GET + b"nonsense\r\n\r\n",
    "a control sign": GET + b"A: \x00\x01\r\nConnection: close\r\n\r\n",
    "a folded header": GET + b"A: b\r\n c\r\nConnection: close\r\n\r\n",
    "shorter than said": POST + b"Content-Length: 500\r\n\r\nabc",
    "less than nothing": POST + b"Content-Length: -1\r\n\r\nabc",
    "two lengths": POST + b"Content-Length: 3\r\nContent-Length: 30\r\n\r\nabc",
    "both lengths": POST + b"Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "a wrong piece": POST + b"Transfer-Encoding: chunked\r\n\r\nZZ\r\nabc\r\n",
    "a cut piece": POST + b"Transfer-Encoding: chunked\r\n\r\nffffff\r\nabc",
    "endless": POST + b"Content-Length: 99999999999999\r\n\r\nabc",
    "bad cookies": GET + b"Cookie: session=\xff; =; a; session=.e.e; lang=\xe9\r\nConnection: close\r\n\r\n",
    "bad wishes": GET + b"Accept-Language: \xff;q=x,*;q=9e9\r\nAccept-Encoding: ;q\r\n"
    b"Range: bytes=9-1\r\nIf-None-Match: \"\r\nIf-Modified-Since: never\r\nConnection: close\r\n\r\n",
}  # fmt: skip


@pytest.mark.parametrize("kind", BROKEN)
def test_what_is_no_request_is_no_fault_of_ours(running: Running, kind: str) -> None:
    answer = raw.said(running, BROKEN[kind])
    assert answer.status != 200 or kind in {
        "no host",
        "a control sign",
        "bad cookies",
        "bad wishes",
        "a star",
        "old version",
    }
    assert answer.is_calm, answer.content[:2000]
    assert Outsider(running).get("/healthz").status_code == 200, "the others are served"


def test_letters_with_marks_without_end_hold_nobody_up(running: Running) -> None:
    """A hundred and sixty kilobytes of them once took a quarter of a minute, of each process that was asked."""
    marks = ("a" + "\u0315" * 40_000 + "\u0300" * 40_000).encode()
    body = b'--x\r\nContent-Disposition: form-data; name="email"\r\n\r\n%s\r\n--x--\r\n' % marks
    answer = raw.request(running, b"POST", b"/sign-in", body, b"Content-Type: " + PARTS)
    assert answer.status == 422
    assert answer.is_calm


@pytest.fixture(scope="module")
def _events() -> dict[str, str]:
    return {}


@pytest.fixture
def event(app: Flask, database: str, _events: dict[str, str]) -> str:
    """The address of an event with everything that an address can ask for under the number 1, or so."""
    if database not in _events:
        number = db.session.query(Event).count()
        made = an_event([Category.GUEST], slug=f"bytes-{number}", short_code=f"B{number}")
        a_session(made, 1, sign_up=True, capacity=3)
        a_registration(made, Status.CONFIRMED)
        _events[database] = made.slug
        db.session.commit()
    return _events[database]


def test_any_bytes_to_any_address(running: Running, app: Flask, event: str) -> None:
    _all_calm(running, [call for rule in _rules(app) for call in _from_nobody(rule, event)])


def test_any_bytes_to_any_address_from_an_administrator(running: Running, app: Flask, event: str) -> None:
    """Signed in and with a valid token, so that what is sent gets past the doors."""
    seen: set[int] = set()
    for rule in _rules(app):
        if rule.endpoint in BEHIND:
            continue
        who = sign_in(Outsider(running), an_administrator())  # type: ignore[arg-type]
        token = who.visit("/find-my-registration").fields("main form")["csrf_token"]  # type: ignore[attr-defined]
        cookies = "; ".join(f"{name}={value}" for name, value in who.cookies.items())  # type: ignore[attr-defined]
        held = (b"Cookie: " + cookies.encode(), b"X-CSRFToken: " + token.encode())
        seen |= _all_calm(running, [(*call, *held) for call in _from_staff(rule, event)])
    assert {200, 303, 404, 422} <= seen, "what was sent got to the views"


Call = tuple[bytes, bytes, bytes | None, bytes]


def _from_nobody(rule: Rule, event: str) -> Iterator[tuple[object, ...]]:
    chance = Random(rule.rule)  # noqa: S311 - a fixed choice for each address
    for method in (b"GET", b"HEAD", b"POST", b"OPTIONS", b"PUT", b"DELETE", b"BREW", b"get"):
        kind, body = chance.choice(BODIES)
        sent = body if method in {b"POST", b"PUT", b"BREW"} else None
        yield (
            method,
            _address(rule, event, chance.choice(HOSTILE)) + chance.choice(QUERIES),
            sent,
            b"Content-Type: " + kind,
        )


def _from_staff(rule: Rule, event: str) -> Iterator[tuple[object, ...]]:
    chance = Random(rule.rule)  # noqa: S311
    methods = rule.methods or set()
    if "GET" in methods:
        yield b"GET", _address(rule, event) + QUERIES[1], None, b"A: b"
        yield b"GET", _address(rule, event) + QUERIES[2], None, b"Range: bytes=5-1"
        yield b"GET", _address(rule, event, chance.choice(HOSTILE)), None, b"A: b"
    if "POST" in methods:
        for kind, body in chance.sample(BODIES, 3):
            yield b"POST", _address(rule, event) + chance.choice(QUERIES), body, b"Content-Type: " + kind
        yield b"POST", _address(rule, event, chance.choice(HOSTILE)), BODIES[0][1], b"Content-Type: " + FORM


def _all_calm(running: Running, calls: list[tuple[object, ...]]) -> set[int]:
    with ThreadPoolExecutor(4) as threads:
        answers = list(threads.map(lambda call: raw.request(running, *call), calls))  # type: ignore[arg-type]
    wild = [
        f"{call[0]!r} {call[1]!r} {call[2]!r:.200}: {answer.status} {answer.content[-600:]!r}"
        for call, answer in zip(calls, answers, strict=True)
        if not answer.is_calm and not (answer.status == 503 and call[1].startswith(b"/readyz"))  # type: ignore[attr-defined]
    ]
    assert not wild, "\n".join(wild[:10])
    return {answer.status for answer in answers}


def _rules(app: Flask) -> list[Rule]:
    return sorted(app.url_map.iter_rules(), key=lambda rule: (rule.rule, rule.endpoint))


def _address(rule: Rule, event: str, hostile: bytes | None = None) -> bytes:
    """An address of a rule: of what is there, or with hostile bytes in place of each of its parts."""
    path = b""
    for is_part, data in rule._trace:
        if data == "|":
            continue
        path += _value(rule, data, event, hostile) if is_part else data.encode()
    return path


def _value(rule: Rule, name: str, event: str, hostile: bytes | None) -> bytes:
    if hostile is not None:
        return hostile
    converter = rule._converters[name]
    if isinstance(converter, AnyConverter):
        return min(converter.items).encode()
    return (
        b"1"
        if isinstance(converter, IntegerConverter)
        else {"slug": event, "code": "MD"}.get(name, "x").encode()
    )
