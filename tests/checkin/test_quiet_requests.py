"""What a page asks every second, board or camera, leaves no line in the log as long as there is nothing new to say."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from werkzeug.test import TestResponse

from app.models import Registration, User
from tests.browser.badge_video import jpeg
from tests.pages import Page, Visitor
from tests.signing_in import sign_in

NOW = "/check-in/conference/board/now"
FRAME = "/check-in/conference/frame"


@pytest.fixture
def lines(capsys: pytest.CaptureFixture[str]) -> Callable[[], int]:
    """How many lines of requests were logged since it was asked last."""
    capsys.readouterr()
    return lambda: capsys.readouterr().err.count('"logger": "app.web.request_log"')


def test_the_board_of_the_hall(client: Visitor, agent: User, event: object, lines: Callable[[], int]) -> None:
    sign_in(client, agent)
    lines()
    mark = {"If-None-Match": client.get(NOW).headers["ETag"]}
    assert lines() == 1
    unchanged = client.get(NOW, headers=mark)
    assert (unchanged.status_code, lines()) == (304, 0)
    assert "X-Request-ID" in unchanged.headers
    assert (client.get(f"{NOW}?for=0", headers=mark).status_code, lines()) == (404, 1)


def test_the_camera_of_a_desk(
    client: Visitor, desk: Page, person: Registration, lines: Callable[[], int]
) -> None:
    def frame(picture: bytes) -> TestResponse:
        token = desk.one("form[action$=photo] input[name=csrf_token]")["value"]
        return client.post(FRAME, data={"csrf_token": token, "picture": (io.BytesIO(picture), "frame.jpg")})

    lines()
    assert (frame(jpeg()).json, lines()) == ({"problem": "no_code"}, 0)
    assert (frame(jpeg(person.badge_code)).json, lines()) == ({"code": person.badge_code}, 1)
    assert (frame(b"%PDF-1.7").status_code, lines()) == (200, 1)
