"""Who says that they ask another host, or come from elsewhere, is not believed."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest
from sqlalchemy import func, select

from app.extensions import db
from app.models import LinkRequest
from tests.outside.running import HOST, Running
from tests.outside.visitor import FORM, Outsider

EVIL = "evil.example"
SAYING_SO = [
    {"Host": EVIL},
    {"Host": f"{HOST}.{EVIL}"},
    {"Host": f"{HOST}@{EVIL}"},
    {"Host": "127.0.0.1"},
    {"Host": ""},
    {"Host": f"{HOST}, {EVIL}"},
    {"X-Forwarded-Host": EVIL},
]
SAYING_NOTHING = [
    {"Forwarded": f"host={EVIL};proto=http"},
    {"X-Host": EVIL},
    {"X-Original-URL": f"http://{EVIL}/organiser/"},
    {"X-Rewrite-URL": "/organiser/"},
    {"X-Forwarded-Server": EVIL},
    {"X-Forwarded-Prefix": f"//{EVIL}"},
    {"X-Script-Name": f"//{EVIL}"},
    {"X-Forwarded-Proto": "javascript"},
    {"X-Forwarded-Port": "1"},
    {"X-HTTP-Method-Override": "DELETE"},
]


@pytest.fixture(params=["/", "/organiser", "/sign-in", "/find-my-registration", "/privacy"])
def path(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.mark.parametrize("headers", SAYING_SO, ids=str)
def test_another_host_gets_a_refusal_that_names_ours(
    proxied: Running, path: str, headers: dict[str, str]
) -> None:
    answer = Outsider(proxied).open("GET", path, headers=headers)
    assert answer.status_code == 400
    assert f'href="https://{HOST}"' in answer.text
    assert EVIL not in answer.text + str(answer.headers)


@pytest.mark.parametrize("headers", SAYING_NOTHING, ids=str)
def test_what_nobody_asked_for_changes_nothing(proxied: Running, path: str, headers: dict[str, str]) -> None:
    plain, forged = (Outsider(proxied).open("GET", path, headers=each) for each in ({}, headers))
    assert forged.status_code == plain.status_code
    assert forged.location == plain.location
    assert EVIL not in forged.text + str(forged.headers)


@pytest.mark.parametrize("name", ["X-Forwarded-Host", "X-Forwarded-Proto", "X-Forwarded-For", "Forwarded"])
def test_without_a_proxy_none_of_its_headers_is_read(running: Running, name: str) -> None:
    answer = Outsider(running).open("GET", "/organiser/", headers={name: EVIL})
    assert answer.status_code == 302
    assert answer.location.startswith("/sign-in")


def test_a_forged_name_asks_for_no_letter(proxied: Running) -> None:
    """Letters link to BASE_URL alone; who forges a name does not even get one."""
    before = _asked()
    who = Outsider(proxied)
    form = who.visit("/find-my-registration").fields("main form").to_dict() | {"email": "a@b.example"}
    forged = {"X-Forwarded-Host": EVIL, "Content-Type": FORM}
    answer = who.open("POST", "/find-my-registration", headers=forged, body=urlencode(form).encode())
    assert (answer.status_code, _asked()) == (400, before)
    assert who.post("/find-my-registration", form).status_code == 200
    assert _asked() == before + 1


def _asked() -> int:
    found = db.session.scalar(select(func.count()).select_from(LinkRequest)) or 0
    db.session.rollback()
    return found
