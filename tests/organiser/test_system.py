"""The page *System*: a title that says whether all is well, for each trouble what to do; in parts where parts are missing."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from app.extensions import db
from app.lib.clock import now
from app.models import ActorKind, AuditEntry, CampaignState, EventStatus, Heartbeat, Letter, LetterState
from app.services import heartbeats, system_state
from app.services.records import chain
from app.web import running
from app.web.running import Disk
from tests.factories.campaigns import a_campaign
from tests.factories.letters import a_letter
from tests.factories.users import an_administrator, an_organiser
from tests.pages import Page, Visitor
from tests.signing_in import sign_in
from tests.statement_count import Statements

SYSTEM = "/organiser/settings/system"


@pytest.fixture
def administrator(client: Visitor) -> Visitor:
    heartbeats.beat()
    return sign_in(client, an_administrator())


def ago(name: str, period: timedelta, said: str | None = None) -> None:
    row = db.session.get(Heartbeat, name) or Heartbeat(name=name)
    row.at, row.said = now() - period, said
    db.session.add(row)
    db.session.flush()


def headline(page: Page) -> str:
    return page.one("h1").get_text()


def part(page: Page, title: str) -> str:
    (found,) = [term for term in page.soup.select("dl dt") if term.get_text() == title]
    assert found.parent is not None
    return " ".join(found.parent.get_text(" ").split())


def due(period: timedelta) -> Letter:
    letter = a_letter()
    letter.not_before = now() - period
    if letter.event is not None:
        letter.event.status = EventStatus.PUBLISHED
    db.session.flush()
    return letter


def test_when_all_is_well_the_title_says_so(administrator: Visitor) -> None:
    ago(heartbeats.BACKUP, timedelta(hours=7), "3200000")
    page = administrator.visit(SYSTEM)
    assert headline(page) == "Everything is well"
    assert not page.soup.select("main .note")
    assert part(page, "Worker") == "Worker Heard of less than a minute ago."
    assert "(7 hours ago). It has 3.2 MB." in part(page, "Backup").replace("\xa0", " ")
    assert "Its tables are those of this version" in part(page, "Database")
    assert part(page, "Letters").startswith("Letters No letter is due.")
    assert part(page, "Version").startswith("Version 0.")
    assert "free" in part(page, "Disk of the instance folder")


def test_in_french(administrator: Visitor) -> None:
    ago(heartbeats.WORKER, timedelta(hours=3))
    ago(heartbeats.BACKUP, timedelta(days=3), "3200000")
    page = administrator.visit(f"{SYSTEM}?lang=fr")
    assert headline(page) == "Deux points demandent votre attention"
    assert "Le service d’arrière-plan ne donne plus signe depuis 3 heures." in page.text
    assert "La dernière sauvegarde remonte à 3 jours." in page.text


def test_the_gravest_stands_first_each_with_what_to_do(administrator: Visitor) -> None:
    ago(heartbeats.BACKUP, timedelta(days=3), "1")
    ago(heartbeats.WORKER, timedelta(minutes=12))
    page = administrator.visit(SYSTEM)
    assert headline(page) == "Two things need looking after"
    worker, backup = page.all_text("main .note")
    assert "The worker has been silent for 12 minutes." in worker
    assert "systemctl restart events-worker" in worker
    assert "The latest backup is 3 days old." in backup
    assert "systemctl start events-backup" in backup


def test_a_worker_that_has_never_run(client: Visitor) -> None:
    page = sign_in(client, an_administrator()).visit(SYSTEM)
    assert "The worker has never run." in page.one("main .note").get_text()
    assert part(page, "Worker") == "Worker It has never run here."


def test_the_words_of_the_mail_server_are_quoted_and_no_markup(administrator: Visitor) -> None:
    ago(heartbeats.MAIL_SERVER, timedelta(minutes=20), "gaierror: <b>Name</b> not known")
    page = administrator.visit(SYSTEM)
    assert headline(page) == "One thing needs looking after"
    assert page.one("main .note q").get_text() == "gaierror: <b>Name</b> not known"
    assert page.soup.select('main .note a[href="/organiser/settings/sender"]')


def test_letters_that_wait_too_long(administrator: Visitor) -> None:
    due(timedelta(minutes=14))
    assert headline(administrator.visit(SYSTEM)) == "Everything is well"
    due(timedelta(minutes=50))
    page = administrator.visit(SYSTEM)
    assert "the oldest is due for 50 minutes" in page.one("main .note").get_text()
    assert "2 letters could go out now; the oldest has been due for 50 minutes." in part(page, "Letters")


@pytest.mark.parametrize("held", ["draft", "paused", "later"])
def test_letters_that_are_held_on_purpose_are_no_trouble(administrator: Visitor, held: str) -> None:
    letter = due(timedelta(hours=5))
    assert letter.event is not None
    if held == "draft":
        letter.event.status = EventStatus.DRAFT
    elif held == "paused":
        letter.campaign = a_campaign(letter.event)
        letter.campaign.state = CampaignState.PAUSED
    else:
        letter.not_before = now() + timedelta(hours=1)
    db.session.flush()
    page = administrator.visit(SYSTEM)
    assert headline(page) == "Everything is well"
    assert "One waits for its moment" in part(page, "Letters")


def test_failed_letters_are_told_until_they_are_set_aside(administrator: Visitor) -> None:
    letter = a_letter()
    letter.state = LetterState.FAILED
    db.session.flush()
    assert "One could not be delivered" in part(administrator.visit(SYSTEM), "Letters")
    letter.set_aside_at = now()
    db.session.flush()
    assert "could not be delivered" not in administrator.visit(SYSTEM).text


def test_tables_of_another_version(administrator: Visitor) -> None:
    newest = db.session.scalar(text("SELECT version_num FROM alembic_version"))
    db.session.execute(text("UPDATE alembic_version SET version_num = 'before'"))
    try:
        page = administrator.visit(SYSTEM)
    finally:
        db.session.execute(text("UPDATE alembic_version SET version_num = :newest"), {"newest": newest})
        db.session.commit()
    assert "flask db upgrade" in page.one("main .note.stop").get_text()
    assert "Its tables are at before; this version works with" in part(page, "Database")


@pytest.mark.parametrize(("free", "kind"), [(1_900_000_000, "warn"), (100_000_000, "stop")])
def test_a_disk_that_is_almost_full(
    administrator: Visitor, monkeypatch: pytest.MonkeyPatch, free: int, kind: str
) -> None:
    monkeypatch.setattr(running, "disk", lambda: Disk(free, 40_000_000_000))
    assert "The disk is almost full" in administrator.visit(SYSTEM).one(f"main .note.{kind}").get_text()


def test_without_the_disk_and_the_database_the_rest_is_told(
    administrator: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone() -> None:
        raise OperationalError("as a test wants it", None, Exception())

    monkeypatch.setattr(running, "disk", lambda: None)
    monkeypatch.setattr(system_state, "state", gone)
    page = administrator.visit(SYSTEM)
    assert page.status == 200
    assert "The database could not be asked." in page.one("main .note.stop").get_text()
    assert page.all_text("dl dt") == ["Version"]


def test_lines_that_nobody_seals(administrator: Visitor) -> None:
    for minutes in (5, 20):
        db.session.add(
            AuditEntry(
                at=now() - timedelta(minutes=minutes),
                actor_kind=ActorKind.SYSTEM,
                action="audit.test",
                subject_kind="audit",
            )
        )
        db.session.flush()
        told = administrator.visit(SYSTEM).all_text("main .note")
        assert bool(told) is (minutes == 20)
    assert "flask audit seal" in told[0]
    chain.seal(whole=True)
    page = administrator.visit(SYSTEM)
    assert headline(page) == "Everything is well"
    assert "2 lines are sealed" in part(page, "Audit trail")
    assert "None waits for its seal." in part(page, "Audit trail")


def test_nobody_else_sees_it(client: Visitor) -> None:
    assert sign_in(client, an_organiser()).get(SYSTEM).status_code == 403


def test_looking_costs_as_much_as_another_page_of_the_settings(
    administrator: Visitor, statements: Callable[[], AbstractContextManager[Statements]]
) -> None:
    administrator.visit(SYSTEM)
    with statements() as asked:
        administrator.visit(SYSTEM)
    asked.within(3)  # who looks, and all of it


def test_today_tells_administrators_of_a_backup_that_is_too_old(administrator: Visitor) -> None:
    said = "The latest backup is"
    assert said not in administrator.visit("/organiser/").text, "none is known of"
    ago(heartbeats.BACKUP, timedelta(hours=35))
    assert said not in administrator.visit("/organiser/").text
    ago(heartbeats.BACKUP, timedelta(hours=37))
    page = administrator.visit("/organiser/")
    assert f"{said} 37 hours old." in page.text
    assert headline(page.follow("What to do about it")) == "One thing needs looking after"


def test_it_tells_organisers_nothing_of_it(client: Visitor) -> None:
    heartbeats.beat()
    ago(heartbeats.BACKUP, timedelta(hours=37))
    page = sign_in(client, an_organiser()).visit("/organiser/")
    assert "backup" not in page.text


def test_the_banner_leads_administrators_there_and_nobody_else(client: Visitor) -> None:
    ago(heartbeats.WORKER, timedelta(hours=1))
    assert sign_in(client, an_administrator()).visit("/organiser/").soup.select(f'.note a[href="{SYSTEM}"]')
    assert not sign_in(client, an_organiser()).visit("/organiser/").soup.select(f'.note a[href="{SYSTEM}"]')
