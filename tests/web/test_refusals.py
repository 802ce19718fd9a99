"""What is refused before any view is asked is answered with a page, whatever was sent."""

from __future__ import annotations

from io import BytesIO

import pytest
from flask import Flask

from app.web.form_size import MOST_FIELDS
from tests.factories.events import an_event
from tests.factories.users import a_desk_agent
from tests.pages import Visitor
from tests.signing_in import sign_in

_TYPED = "application/x-www-form-urlencoded"
_BOUNDED = "multipart/form-data; boundary=x"
_PART = b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n%s\r\n'


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        (_TYPED, b"a=" + b"x" * 1_100_000),
        ("application/octet-stream", b"x" * 1_100_000),
        (_TYPED, b"a=&" * (MOST_FIELDS + 1)),
        (_BOUNDED, _PART % b"b" * 1_500 + b"--x--\r\n"),
        (_BOUNDED, _PART % (b"x" * 200_000) * 6 + b"--x--\r\n"),
        (_BOUNDED, _PART % (b"x" * 1_100_000) + b"--x--\r\n"),
        (_BOUNDED, _PART.replace(b'"a"', b'"a"' + b";" * 5_000) % b"b" + b"--x--\r\n"),
    ],
    ids=["long", "no form", "many fields", "many parts", "long together", "long part", "long head"],
)
@pytest.mark.parametrize(
    "path", ["/sign-in", "/sign-out", "/find-my-registration", "/events/x/register", "/nowhere"]
)
def test_a_form_that_is_too_large_has_a_page(
    client: Visitor, app: Flask, path: str, kind: str, body: bytes
) -> None:
    answer = client.post(path, data=body, content_type=kind)
    assert answer.status_code == 413
    assert "too large" in answer.text
    assert len(answer.data) < 10_000
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]


@pytest.mark.parametrize("path", ["/sign-in", "/find-my-registration", "/events/x/register", "/nowhere"])
def test_a_part_without_a_name_is_no_form(client: Visitor, app: Flask, path: str) -> None:
    body = b"--x\r\nContent-Disposition: form-data\r\n\r\nabc\r\n--x--\r\n"
    answer = client.post(path, data=body, content_type=_BOUNDED)
    assert answer.status_code == 400
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]


def test_an_upload_that_is_too_large_has_a_page_in_the_language_of_its_address(
    client: Visitor, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "MAX_CONTENT_LENGTH", 1000)
    sent = BytesIO(b"x" * 3000)
    answer = client.post("/sign-in?lang=fr", input_stream=sent, content_length=3000, content_type=_BOUNDED)
    assert not sent.read(), "a browser reads the answer only when it has sent all"
    assert answer.status_code == 413
    assert '<html lang="fr"' in answer.text


def test_a_form_of_our_own_size_is_read(client: Visitor, app: Flask) -> None:
    many = {"registration": [str(i) for i in range(500)]}
    answer = client.post("/find-my-registration", data=many, headers={"Sec-Fetch-Site": "same-origin"})
    assert answer.status_code == 400
    assert "Send again" in answer.text


def test_an_address_is_put_right_without_naming_a_host(client: Visitor, app: Flask) -> None:
    answer = client.get("/organiser?x=1", headers={"Host": "127.0.0.1:8123"})
    assert answer.status_code == 308
    assert answer.location == "/organiser/?x=1"


@pytest.mark.parametrize("path", ["/find-my-registration", "/sign-in"])
def test_a_file_is_no_word(client: Visitor, app: Flask, path: str) -> None:
    sent = {**client.visit(path).fields("#main form"), "email": (BytesIO(b"a"), "a.txt")}
    answer = client.post(path, data=sent, content_type="multipart/form-data")
    assert answer.status_code == 422
    assert 'name="email"' in answer.text


@pytest.mark.parametrize("sent", [{"email": 5}, {"email": ["a"]}, [1], 5, None])
def test_forms_read_no_json(client: Visitor, app: Flask, sent: object) -> None:
    token = client.visit("/find-my-registration").fields("#main form")["csrf_token"]
    answer = client.post("/find-my-registration", json=sent, headers={"X-CSRFToken": token})
    assert answer.status_code < 500
    assert 'name="email"' in answer.text


def test_who_works_here_goes_back_to_the_own_work(client: Visitor, app: Flask) -> None:
    assert client.visit("/nowhere").one("main a.btn-primary").get_text() == "To the calendar"
    page = sign_in(client, a_desk_agent(an_event())).visit("/users")
    assert page.status == 403
    onward = page.one("main a.btn-primary")
    assert (onward["href"], onward.get_text()) == ("/check-in/", "To your start page")
