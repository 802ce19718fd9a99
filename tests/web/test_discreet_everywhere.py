"""Somebody in discreet mode, put through every page and file of every viewer: nobody reads the name or the address unasked.

Who may: the person, whoever opens it by a button (which is on record), the own correspondent, the administrators' rights desk.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from types import SimpleNamespace
from typing import cast

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from app.extensions import db
from app.models import (
    AuditEntry,
    Letter,
    Registration,
    Status,
    User,
)
from app.services import heartbeats, jobs, long_work
from app.services.lists.list_columns import COLUMNS
from app.services.papers.registry import PAPERS
from app.services.participant_filters import Filters
from app.worker import working
from tests.factories import users
from tests.factories.bodies import a_body
from tests.factories.mandates import a_mandate
from tests.factories.people import a_person
from tests.factories.registrations import a_registration
from tests.outside.estate import an_estate
from tests.outside.running import Running
from tests.services.papers.pdf_reading import Pdf
from tests.signing_in import sign_in
from tests.web import discreet_world
from tests.web.viewers import WAYS, Asker, World, addresses, come

SECRETS = ("Discretissima", "SECRETMARK", "Тайнова", "secretmark@")
# The development mailbox holds whole letters, and is never there in production.
NOT_ASKED = ("/mailbox", "/static", "/styleguide", "/colours")
# Where the correspondent of the body reads the name.
OWN_CORRESPONDENT = "/delegation/"
FILES = (
    ("participants/export", ["xlsx", "csv", "csv_semicolon", "json"]),
    ("letters/messages/{campaign_id}/outcome/export", ["csv", "csv_semicolon"]),
    ("statistics/export", ["xlsx", "csv"]),
    *((f"papers/{kind.value}/file", ["pdf", "docx"]) for kind in PAPERS),
)
DIRECTORIES = (
    ("/organiser/correspondents/export", ["xlsx", "csv"]),
    ("/organiser/statistics/export", ["xlsx", "csv"]),
    ("/organiser/audit/export", ["csv", ""]),
)


@pytest.fixture
def world(app: Flask) -> World:
    """An event in which a discreet person stands wherever somebody can stand."""
    heartbeats.beat()
    running = cast(Running, SimpleNamespace(app=app))
    owner = users.an_administrator()
    made = World(an_estate(running, owner), an_estate(running, owner), owner)
    discreet_world.fill(made)
    db.session.commit()
    return made


@pytest.fixture
def client(app: Flask) -> Asker:
    return Asker(app, app.response_class, use_cookies=True)


def said(answer: TestResponse) -> str:
    """All that an answer says: its headers, and its body, a workbook unpacked, a paper read back."""
    body = answer.data
    if b"/StructTreeRoot" in body:  # a paper of ours; what others hand in is read as it is
        body = Pdf(body).words.encode()
    if body[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(body)) as packed:
            body = b"\n".join(packed.read(name) for name in packed.namelist())
    return f"{answer.headers}\n{body.decode('utf-8', 'replace')}"


def sent(client: Asker, address: str, fields: dict[str, object]) -> TestResponse:
    """What a form is answered with, and where that leads."""
    answer = client.post(address, data=fields)
    while answer.status_code in {302, 303}:
        answer = client.get(answer.headers["Location"])
    return answer


def leaks(answer: TestResponse) -> list[str]:
    text = said(answer)
    return [secret for secret in SECRETS if secret.casefold() in text.casefold()]


def read_by(app: Flask, client: Asker, world: World, viewer: str, *besides: str) -> dict[str, list[str]]:
    """What leaked where: on each page that can be opened by its address, and on some with more said in it."""
    found: dict[str, list[str]] = {}
    for address in [*_pages(app, world), *besides]:
        leaked = leaks(client.get(address))
        if leaked:
            found[address] = leaked
    return found


def _pages(app: Flask, world: World) -> Iterator[str]:
    """Every page, for each registration, letter and mandate that there is."""
    registrations = db.session.scalars(select(Registration.id)).all()
    letters = db.session.scalars(select(Letter.id)).all()
    for rule, method, address in addresses(app, world.mine.ids):
        if method != "GET" or address.startswith(NOT_ASKED):
            continue
        if "registration_id" in rule.arguments:
            for one in registrations:
                yield _other(address, "participants", "people", one)
        elif "letter_id" in rule.arguments:
            for one in letters:
                yield _other(address, "letters", "letters", one)
        else:
            yield address


def _other(address: str, before: str, or_before: str, number: int) -> str:
    """The address with another number behind a word of it."""
    parts = address.split("/")
    at = next(index for index, part in enumerate(parts) if part in {before, or_before}) + 1
    return "/".join([*parts[:at], str(number), *parts[at + 1 :]])


def desk_answers(world: World) -> list[str]:
    """What the desk is told of each registration that it scans or finds, on each day."""
    ids = db.session.scalars(select(Registration.id)).all()
    answers = ("found", "first", "already", "not_confirmed", "undone", "other_day")
    return [f"/check-in/{world.mine.slug}?answer={answer}&person={one}" for one in ids for answer in answers]


@pytest.mark.parametrize(
    ("viewer", "language"),
    [(viewer, "en") for viewer in WAYS if viewer not in {"private link", "correspondent"}]
    + [("organiser", "fr")],
)
@pytest.mark.sqlite_only  # what stands on a page does not depend on the database; the queries are tested on both
def test_no_page_names_somebody_in_discreet_mode(
    app: Flask, client: Asker, world: World, viewer: str, language: str
) -> None:
    come(app, client, viewer, world)
    client.get(f"/?lang={language}")
    event = f"/organiser/events/{world.mine.slug}"
    besides = [f"{event}/delegations/convocation?look=1&body={code}" for code in ("AT", "BE", "MD")]
    besides += [
        f"{event}/delegations/reminder?body=AT",
        f"{event}/participants?body=MD",
        *desk_answers(world),
    ]
    assert read_by(app, client, world, viewer, *besides) == {}


@pytest.mark.sqlite_only
def test_another_participant_and_another_correspondent_read_no_name(
    app: Flask, client: Asker, world: World
) -> None:
    other = a_registration(world.mine.event, Status.CONFIRMED, body=a_body("FR"))
    come(app, client, "private link", World(SimpleNamespace(registration=other), world.other, world.owner))  # type: ignore[arg-type]
    assert read_by(app, client, world, "private link") == {}
    stranger = a_mandate(a_body("FR"), a_person()).person
    come(app, client, "correspondent", World(SimpleNamespace(speaker=stranger), world.other, world.owner))  # type: ignore[arg-type]
    assert read_by(app, client, world, "correspondent") == {}


@pytest.mark.sqlite_only
def test_the_own_correspondent_and_the_person_read_it(app: Flask, client: Asker, world: World) -> None:
    """The test above looks at pages that have something to say."""
    come(app, client, "correspondent", world)
    found = read_by(app, client, world, "correspondent")
    assert found
    assert all(address.startswith(OWN_CORRESPONDENT) for address in found)
    come(app, client, "private link", world)
    found = read_by(app, client, world, "private link")
    assert "/my-registration" in found
    assert all(address.startswith("/my-registration") for address in found if "/delegation" not in address)


@pytest.mark.sqlite_only
@pytest.mark.parametrize("viewer", ["administrator", "organiser", "organiser of some", "statistics reader"])
def test_no_file_names_somebody_in_discreet_mode(
    app: Flask, client: Asker, world: World, viewer: str
) -> None:
    token, handed_out = come(app, client, viewer, world), 0
    for where, answer in files(client, world, token):
        handed_out += answer.status_code == 200
        assert leaks(answer) == [], where
    # Of papers that are for those who came, or who were confirmed, there is one as soon as somebody has.
    assert handed_out >= (2 if viewer == "statistics reader" else 7 + len(PAPERS))


def files(client: Asker, world: World, token: str) -> Iterator[tuple[str, TestResponse]]:
    """Each file about the own event and of the directories, in each of its forms; where it was asked for, and the answer."""
    about_event = [(f"/organiser/events/{world.mine.slug}/{path}", forms) for path, forms in FILES]
    for path, forms in [*about_event, *DIRECTORIES]:
        for form in forms:
            address = path.format(**world.mine.ids)
            answer = client.post(address, data={"csrf_token": token, "format": form, **_chosen(path)})
            yield f"{address} as {form}", answer


def _chosen(path: str) -> dict[str, object]:
    """What a file is for, and every column that a list can have."""
    purpose = "activity_report" if "statistics" in path else "correspondence"
    return {"purpose": purpose, "columns": list(COLUMNS)}


@pytest.mark.sqlite_only
def test_the_workers_file_names_nobody_in_discreet_mode(app: Flask, client: Asker, world: World) -> None:
    user = users.an_organiser()
    user_id = user.id
    asked = {"filters": Filters().stored(), "sorting": "name", "language": "en"}
    job_id = jobs.ask(long_work.PARTICIPANTS_FILE, world.mine.event, user, **asked).id
    db.session.commit()
    assert working.do_jobs(app) == 1
    sign_in(client, db.session.get_one(User, user_id))
    answer = client.get(f"/organiser/jobs/{job_id}/file")
    assert answer.status_code == 200
    assert "Representative" in said(answer)
    assert leaks(answer) == []


@pytest.mark.sqlite_only
def test_a_letter_that_may_name_somebody_is_opened_by_a_button(
    app: Flask, client: Asker, world: World
) -> None:
    """Written to a correspondent who is not discreet, about a delegation in which somebody is."""
    token = come(app, client, "organiser", world)
    letter = db.session.scalars(
        select(Letter).where(Letter.person_id.is_not(None)).order_by(Letter.id.desc())
    ).first()
    assert letter is not None
    assert not letter.is_to_discreet
    letter.text = "About SECRETMARK"
    address, letter_id = f"/organiser/events/{world.mine.slug}/letters/{letter.id}", letter.id
    assert leaks(client.get(address)) == []
    assert client.get(f"{address}/html").status_code == 404
    assert leaks(client.post(f"{address}/open", data={"csrf_token": token})) == ["SECRETMARK"]
    line = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "letter.opened")).one()
    assert line.subject_id == letter_id


@pytest.mark.sqlite_only
def test_looking_before_a_step_names_nobody_in_discreet_mode(app: Flask, client: Asker, world: World) -> None:
    """Previews are posted and change nothing: decisions on many, a search that finds somebody, letters, a release."""
    token = come(app, client, "organiser", world)
    event, ids = f"/organiser/events/{world.mine.slug}", world.mine.ids
    everybody = [str(one) for one in db.session.scalars(select(Registration.id))]
    posted: list[tuple[str, dict[str, object]]] = [
        (f"{event}/participants/bulk", {"action": action, "registration": everybody})
        for action in ("confirm", "validate", "decline", "cancel")
    ]
    posted += [(f"{event}/delegations/release", {}), (f"{event}/delegations/reminder", {})]
    posted += [(f"{event}/delegations/convocation", {"step": "look", "body": ["MD"]})]
    posted += [(f"{event}/letters/messages/{ids['campaign_id']}/test", {})]
    posted += [(f"{event}/papers/{kind.value}", {}) for kind in PAPERS]
    for address, fields in posted:
        answer = sent(client, address, {"csrf_token": token, **fields})
        assert leaks(answer) == [], address


@pytest.mark.sqlite_only
def test_a_search_by_the_true_name_finds_without_naming(app: Flask, client: Asker, world: World) -> None:
    token = come(app, client, "organiser", world)
    slug = world.mine.slug
    for path in (f"/organiser/events/{slug}/participants", "/organiser/correspondents", f"/check-in/{slug}"):
        answer = sent(client, path, {"csrf_token": token, "q": "secretmark", "text": "secretmark"})
        assert answer.status_code == 200, path
        shown = said(answer).replace("secretmark", "")  # the words that were typed, in small letters
        assert [secret for secret in SECRETS if secret in shown] == [], path
