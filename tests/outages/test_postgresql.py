"""PostgreSQL is gone, hangs, takes no changes, is full or busy: pages say so, nothing is half done, and it all goes by itself.

Real processes: gunicorn on a server of these tests' own. `make chaos` kills it as often as ROUNDS says.
"""

from __future__ import annotations

import signal
import time
from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest
from sqlalchemy import func, select, text

from app.extensions import db
from app.models import LinkRequest
from app.services import heartbeats
from tests.factories.users import an_administrator
from tests.outages.installation import AT_MOST, Answer, Installation, eventually
from tests.outages.postmaster import Postmaster
from tests.rounds import repeated, tell
from tests.signing_in import sign_in

NOTICED = 5  # seconds within which /readyz knows
PAGES = ("/", "/events/nothing", "/privacy", "/check-in/", "/users")  # of which some ask who is there
_GROW = "INSERT INTO rate_count SELECT md5(random()::text), 1, now() FROM generate_series(1, {rows})"


@pytest.fixture
def well(served: Installation) -> Installation:
    """It is ready: also after the test before this one. A worker has been heard of."""

    def is_ready() -> bool:
        with served.app.app_context():
            heartbeats.beat()
            db.session.commit()
        return bool(served.readiness["ready"])

    eventually(is_ready)
    with served.app.app_context():
        db.session.execute(text("TRUNCATE rate_count, link_request"))  # no gaps are left that could be filled
        db.session.commit()
    served.open_form()
    return served


def test_gone_and_back(server: Postmaster, well: Installation) -> None:
    cookie = _somebodys_cookie(well)
    server.end()
    try:
        _all_is_calm(well, cookie)
    finally:
        server.start()
    _back(well, cookie)


@repeated
def test_killed_and_back(
    server: Postmaster, well: Installation, number: int, capsys: pytest.CaptureFixture[str]
) -> None:
    cookie = _somebodys_cookie(well)
    server.end(signal.SIGKILL)
    answers = [well.ask("/", headers=cookie) for _ in range(5)]
    assert all(answer.is_calm for answer in answers)
    server.start()
    began = time.monotonic()
    _back(well, cookie)
    tell(
        capsys,
        f"the database killed: {len(answers)} pages say so, back by itself in {time.monotonic() - began:.1f} s",
    )


def test_connections_that_were_cut_off_concern_nobody(server: Postmaster, well: Installation) -> None:
    for _ in range(3):
        server.hang_up()
        assert [well.ask("/").status for _ in range(8)] == [200] * 8


def test_it_hangs(server: Postmaster, well: Installation) -> None:
    cookie = _somebodys_cookie(well)
    with server.frozen():
        _all_is_calm(well, cookie)
    _back(well, cookie)


def test_it_takes_no_changes(server: Postmaster, well: Installation) -> None:
    cookie = _somebodys_cookie(well)
    with server.read_only():
        eventually(lambda: not well.readiness["writes"], NOTICED)
        assert well.readiness["database"] is True
        assert well.ask("/healthz").status == 200
        assert well.ask("/").status == 200, "what only reads goes on"
        assert well.ask("/users", headers=cookie).status == 200
        _sends_nothing(well)
    eventually(lambda: well.readiness["ready"])
    assert well.send_form().status == 200
    assert _kept(well) == 1


def test_it_is_full(server: Postmaster, well: Installation) -> None:
    with server.full("events", "rate_count", _GROW):
        _sends_nothing(well)
        eventually(lambda: not well.readiness["writes"], NOTICED)
        assert well.ask("/healthz").status == 200
        assert well.ask("/").status == 200
    eventually(lambda: well.readiness["ready"])
    assert well.send_form().status == 200


def test_somebody_locks_what_is_needed(server: Postmaster, well: Installation) -> None:
    with psycopg.connect(server.url("events")) as other:
        other.execute("LOCK TABLE event, heartbeat, rate_count")
        answers = [well.ask("/") for _ in range(2)]
        assert all(answer.is_calm for answer in answers)
        assert max(answer.seconds for answer in answers) < AT_MOST
        assert well.ask("/healthz").status == 200
        assert well.readiness["ready"] is False
        _sends_nothing(well)
    eventually(lambda: well.readiness["ready"])
    assert well.ask("/").status == 200
    assert '"message": "slow statement"' in well.log
    slow = next(line for line in well.log.splitlines() if "slow statement" in line)
    assert '"endpoint": "public.calendar"' in slow


def test_more_ask_than_there_are_connections(server: Postmaster, well: Installation) -> None:
    """Whoever gets no connection is told so; nobody waits for ever, and afterwards all is as before."""
    with psycopg.connect(server.url("events")) as other, ThreadPoolExecutor(24) as crowd:
        other.execute("LOCK TABLE event")
        answers = list(crowd.map(lambda _: well.ask("/"), range(24)))
    assert all(answer.is_calm for answer in answers)
    assert well.ask("/").status == 200


def test_a_form_whose_commit_fails_leaves_nothing(server: Postmaster, well: Installation) -> None:
    """The counting of attempts is locked: the form waits, and the server is killed meanwhile."""
    with ThreadPoolExecutor(1) as somebody:
        other = psycopg.connect(server.url("events"))
        other.execute("LOCK TABLE link_request IN ACCESS EXCLUSIVE MODE")
        waiting = somebody.submit(well.send_form)
        time.sleep(0.5)
        server.end(signal.SIGKILL)
        answer = waiting.result()
        other.close()
    server.start()
    _offers_again(answer)
    eventually(lambda: well.readiness["ready"])
    assert _kept(well) == 0


def _all_is_calm(well: Installation, cookie: dict[str, str]) -> None:
    """Every page is answered in time, and says that it passes."""
    noticed = eventually(lambda: not well.readiness["ready"], NOTICED)
    assert noticed < NOTICED
    for path in PAGES:
        answer = well.ask(path, headers=cookie)
        assert answer.is_calm, (path, answer.status, answer.text[:300])
        assert answer.seconds < AT_MOST, path
        assert answer.headers["Content-Security-Policy"]
    french = well.ask("/", headers={**cookie, "Accept-Language": "fr"})
    assert '<html lang="fr"' in french.text
    assert "La page ne peut pas être affichée pour le moment" in french.text
    assert well.ask("/healthz").status == 200
    assert well.ask("/sign-in").status in {200, 503}
    _sends_nothing(well)
    queue = well.ask("/check-in/nothing/people", headers=cookie)
    assert (queue.status, queue.json) == (503, {"error": "unavailable", "stored": "nothing"})
    assert queue.headers["Retry-After"]


def _back(well: Installation, cookie: dict[str, str]) -> None:
    """Without anybody's help."""
    eventually(lambda: well.readiness["database"])
    eventually(lambda: well.ask("/", headers=cookie).status == 200)
    assert [well.ask("/users", headers=cookie).status for _ in range(6)] == [200] * 6
    eventually(lambda: well.readiness["ready"])


def _sends_nothing(well: Installation) -> None:
    answer = well.send_form()
    assert answer.seconds < AT_MOST
    _offers_again(answer)


def _offers_again(answer: Answer) -> None:
    assert answer.is_calm, (answer.status, answer.text[:500])
    assert "nothing was stored" in answer.text
    assert 'name="email" value="ana@igp.example"' in answer.text
    assert "Send again" in answer.text


def _somebodys_cookie(well: Installation) -> dict[str, str]:
    with well.app.app_context():
        who = sign_in(well.app.test_client(), an_administrator())  # type: ignore[arg-type]
        held = who.get_cookie("session")
    assert held is not None
    return {"Cookie": f"session={held.value}"}


def _kept(well: Installation) -> int:
    with well.app.app_context():
        return db.session.scalar(select(func.count()).select_from(LinkRequest)) or 0
