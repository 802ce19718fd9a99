"""Two editors at the same instant: the second waits for the first, and is told what stands there now; nothing is overwritten.

All wait in one order: for the event, or for what else the rule itself locks, before its rows. So nobody waits for ever.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier, Thread, current_thread
from typing import NamedTuple

import pytest
from flask import Flask

from app.extensions import db
from app.models import BodyKind, Language, SessionRole, SessionRoleKind
from app.services import mandates, places, settings
from app.services.accounts import administrators
from app.services.statistics import reporting
from app.services.statistics.reporting import Entry
from tests.factories.bodies import a_body
from tests.factories.events import a_quota, a_session, an_event
from tests.factories.figures import a_past_event
from tests.factories.mandates import a_mandate
from tests.factories.users import an_administrator
from tests.pages import Page, Visitor
from tests.signing_in import sign_in
from tests.web.test_second_editor import form_with

LIMITS, PERIODS = "/organiser/settings/limits/attempts", "/organiser/privacy/retention/periods"


@pytest.mark.parametrize("changed_before", [False, True])
@pytest.mark.parametrize(
    ("address", "name", "first", "second"),
    [(LIMITS, "sign_in_attempts", 6, 7), (PERIODS, "persons_kept_months", 20, 30)],
)
def test_the_second_waits_and_is_told(
    client: Visitor, address: str, name: str, first: int, second: int, changed_before: bool
) -> None:
    visitor = sign_in(client, an_administrator())
    if changed_before:
        settings.change(name, first + 1)
    page = visitor.visit(address)
    settings.change(name, first)  # not committed yet
    told = sent_before_the_end(page, **{name: str(second)})
    assert told.status == 409
    assert str(first) in told.one("main form dl.facts").get_text()
    assert told.fields("main form[method=post]").get(name) == str(second), "what was typed"
    assert settings.number(name) == first
    assert told.submit().status == 200, "who has seen it may save"
    assert settings.number(name) == second


def sent_before_the_end(page: Page, form: str = "main form[method=post]", **answers: str) -> Page:
    """What the page answers that is sent while the test has not committed yet what it has done."""
    told = list[Page]()
    other = Thread(target=lambda: told.append(page.submit(form, **answers)))
    other.start()
    other.join(1.5)  # by then it waits; were it slower, it would only read later what it must find
    db.session.commit()
    other.join()
    return told[0]


class Case(NamedTuple):
    """What stands there: its page, a field, what is typed there, and how somebody else makes something with 66 of it."""

    address: str
    field: str
    typed: str
    change: Callable[[], object]


def _figure() -> Case:
    event, user = a_past_event(), an_administrator()
    reporting.change(event, {"attended": Entry(65, "own notes")}, user)
    return Case(
        f"/organiser/events/{event.slug}/statistics/reported/attended",
        "value",
        "77",
        lambda: reporting.change(event, {"attended": Entry(66, "own notes")}, user),
    )


def _quota() -> Case:
    event = an_event()
    quota = a_quota(event, 5, kind=BodyKind.MEMBER_STATE)

    def change() -> None:
        places.lock(event.id)
        quota.places = 66
        db.session.flush()

    return Case(f"/organiser/events/{event.slug}/admission", "kind_member_state", "77", change)


def _part() -> Case:
    session = a_session(an_event())
    role = SessionRole(kind=SessionRoleKind.SPEAKER, plain_name="Eva BEFORE", session_id=session.id)
    db.session.add(role)
    db.session.flush()

    def change() -> None:
        places.lock(session.event_id)
        role.plain_name = "Eva 66"
        db.session.flush()

    address = f"/organiser/events/{session.event.slug}/programme/{session.id}/people/{role.id}"
    return Case(address, "plain_name", "Eva 77", change)


def _mandate() -> Case:
    mandate = a_mandate(a_body("MD"))

    def change() -> None:
        mandates.lock([mandate.body_id])
        mandate.person.title = "66"
        db.session.flush()

    return Case(f"/organiser/correspondents/{mandate.id}", "title", "77", change)


def _copies() -> Case:
    body = a_body("MD")

    def change() -> None:
        body.cc_emails = ["66@copies.example"]
        db.session.flush()

    return Case("/organiser/bodies/MD/copies", "addresses", "77@copies.example", change)


@pytest.mark.parametrize("begin", [_figure, _quota, _part, _mandate, _copies])
def test_whoever_waited_reads_what_was_saved_meanwhile(client: Visitor, begin: Callable[[], Case]) -> None:
    visitor, case = sign_in(client, an_administrator()), begin()
    db.session.commit()
    page = visitor.visit(case.address)
    form = form_with(page, case.field)
    case.change()  # not committed yet
    told = sent_before_the_end(page, form, **{case.field: case.typed})
    assert told.status == 409
    assert "66" in told.one("main form dl.facts").get_text()
    assert told.fields(form_with(told, case.field)).get(case.field) == case.typed


@pytest.mark.postgresql_only  # on SQLite there is one who writes, and nothing to wait for in an order
def test_two_accounts_are_changed_without_waiting_for_each_other_for_ever(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    visitors = [sign_in(app.test_client(), an_administrator()) for _ in range(2)]
    accounts = [an_administrator() for _ in range(2)]
    db.session.commit()
    pages = [
        visitor.visit(f"/users/{user.id}/change") for visitor, user in zip(visitors, accounts, strict=True)
    ]
    side_by_side(monkeypatch, administrators, "lock")
    told = at_once([partial(page.submit, form_with(page, "language"), language="fr") for page in pages])
    assert [page.status for page in told] == [200, 200]
    for user in accounts:
        db.session.refresh(user)
    assert [user.language for user in accounts] == [Language.FR, Language.FR]


def side_by_side(monkeypatch: pytest.MonkeyPatch, where: object, name: str) -> None:
    """Let two threads call a function for the first time at the same moment: what each has locked before, it holds."""
    both, known, function = Barrier(2), set[Thread](), getattr(where, name)

    def call(*values: object) -> object:
        if current_thread() not in known:
            known.add(current_thread())
            both.wait(10)
        return function(*values)

    monkeypatch.setattr(where, name, call)


def at_once(acts: Sequence[Callable[[], Page]]) -> list[Page]:
    """What each of some acts in a thread of its own leads to."""
    with ThreadPoolExecutor(len(acts)) as pool:
        return [done.result() for done in [pool.submit(act) for act in acts]]
