"""Two editors at the same instant: the second waits for the first, and is told what stands there now; nothing is overwritten."""

from __future__ import annotations

from threading import Thread

import pytest

from app.extensions import db
from app.services import settings
from tests.factories.users import an_administrator
from tests.pages import Page, Visitor
from tests.signing_in import sign_in

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
    page, told = visitor.visit(address), list[Page]()
    settings.change(name, first)  # not committed yet
    other = Thread(target=lambda: told.append(page.submit(**{name: str(second)})))
    other.start()
    other.join(1.5)  # by then it waits; were it slower, it would only read later what it must find
    db.session.commit()
    other.join()
    assert told[0].status == 409
    assert str(first) in told[0].one("main form dl.facts").get_text()
    assert told[0].fields("main form[method=post]").get(name) == str(second), "what was typed"
    assert settings.number(name) == first
    assert told[0].submit().status == 200, "who has seen it may save"
    assert settings.number(name) == second
