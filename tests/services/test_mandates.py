"""Who speaks for a body, and until when."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask

from app.emails.correspondents import Correspondence
from app.extensions import db
from app.models import Language, LetterKind, Mandate
from app.services import access_links, correspondent_visits, mandates, outbox
from app.services.actors import SYSTEM
from app.services.delegation_errors import HasMandateAlready, MandateEndsBeforeStart
from app.services.errors import LinkExpired
from app.services.mandates import Named
from tests.factories.bodies import a_body
from tests.factories.mandates import a_correspondent, a_mandate, days_ago
from tests.factories.people import a_person
from tests.statement_count import Statements

ION = Named("MUNTEANU", "Ion.Munteanu@igp.example", Language.FR, given_name="Ion")


def test_a_mandate_opens_the_own_body_alone(app: Flask) -> None:
    moldova, germany = a_body("MD"), a_body("DE")
    mandate = mandates.begin(moldova, ION, days_ago(0), None, SYSTEM)
    assert mandates.bodies_of(mandate.person_id) == [moldova]
    assert list(mandates.correspondents([moldova.id, germany.id])) == [moldova.id]


def test_somebody_known_is_the_same_person(app: Flask) -> None:
    first = mandates.begin(a_body("MD"), ION, days_ago(9), days_ago(5), SYSTEM)
    second = mandates.begin(a_body("MD"), ION, days_ago(2), None, SYSTEM)
    assert first.person is second.person
    assert first.person.language is Language.FR


def test_the_same_mandate_is_not_given_twice(app: Flask) -> None:
    mandates.begin(a_body("MD"), ION, days_ago(9), None, SYSTEM)
    with pytest.raises(HasMandateAlready):
        mandates.begin(a_body("MD"), ION, days_ago(2), None, SYSTEM)
    mandates.begin(a_body("DE"), ION, days_ago(2), None, SYSTEM)


def test_a_mandate_does_not_end_before_it_begins(app: Flask) -> None:
    with pytest.raises(MandateEndsBeforeStart):
        mandates.begin(a_body("MD"), ION, days_ago(2), days_ago(3), SYSTEM)
    with pytest.raises(MandateEndsBeforeStart):
        mandates.end(a_mandate(a_body("MD")), days_ago(101), SYSTEM)


def test_whoever_has_left_speaks_for_nobody(app: Flask) -> None:
    body = a_body("MD")
    mandate = a_mandate(body)
    mandates.end_now(mandate, SYSTEM)
    assert mandates.bodies_of(mandate.person_id) == []
    assert mandates.correspondents([body.id]) == {}


def test_a_mandate_of_today_that_ends_was_never_there(app: Flask) -> None:
    body = a_body("MD")
    mandates.end_now(a_mandate(body, from_date=days_ago(0)), SYSTEM)
    assert mandates.correspondents([body.id]) == {}


def test_what_begins_tomorrow_opens_nothing_today(app: Flask) -> None:
    mandate = a_mandate(a_body("MD"), from_date=mandates.today() + timedelta(days=1))
    assert mandates.bodies_of(mandate.person_id) == []


def test_a_body_can_have_several(app: Flask) -> None:
    body = a_body("MD")
    first, second = a_correspondent(body), a_correspondent(body)
    assert mandates.correspondents([body.id]) == {body.id: [first, second]}


def test_without_an_address_nobody_is_reached(app: Flask) -> None:
    body = a_body("MD")
    a_correspondent(body, email=None)
    assert mandates.correspondents([body.id]) == {}


def test_mandates_of_a_body_are_given_one_after_the_other(
    app: Flask, database: str, statements: Callable[[], AbstractContextManager[Statements]]
) -> None:
    """What decides is read behind the body's lock; SQLite has one for everything, taken before the first statement."""
    body = a_body("MD")
    with statements() as asked:
        mandates.begin(body, ION, days_ago(9), None, SYSTEM)
    assert "FROM body" in asked[0]
    assert ("FOR NO KEY UPDATE" in asked[0]) is (database == "postgresql")


def test_one_mailbox_serves_several(app: Flask) -> None:
    first = a_correspondent(a_body("MD"), email="Unit@igp.example")
    second = a_correspondent(a_body("DE"), email="unit@IGP.example")
    a_correspondent(a_body("FR"), email="other@igp.example")
    former = a_person(email="unit@igp.example")
    a_mandate(a_body("FR"), former, until_date=days_ago(1))
    db.session.flush()
    assert mandates.persons_with("unit@igp.example") == [first, second]


def test_nothing_real_reaches_fictional_correspondents(app: Flask) -> None:
    mandate = a_mandate(a_body("GE"))
    mandate.person.fictional = True
    db.session.flush()
    assert mandates.correspondents([mandate.body_id]) == {}
    assert mandates.correspondents([mandate.body_id], fictional=True) == {mandate.body_id: [mandate.person]}


def test_a_mandate_to_come_that_ends_at_once_was_never_there(app: Flask) -> None:
    mandate = a_mandate(a_body("MD"), from_date=days_ago(-5))
    mandates.end_now(mandate, SYSTEM)
    assert db.session.get(Mandate, mandate.id) is None


def test_a_refused_mandate_changes_nobody(app: Flask) -> None:
    mandate = mandates.begin(a_body("MD"), ION, days_ago(9), None, SYSTEM)
    with pytest.raises(HasMandateAlready):
        mandates.begin(a_body("MD"), replace(ION, language=Language.EN), days_ago(2), None, SYSTEM)
    assert mandate.person.language is Language.FR


def test_a_corrected_address_ends_what_went_to_the_old_one(app: Flask) -> None:
    mandate = mandates.begin(a_body("MD"), ION, days_ago(9), None, SYSTEM)
    waiting = outbox.put_for_correspondent(LetterKind.SIGN_IN_LINK, Correspondence(mandate.person))
    token = access_links.mint_for_correspondent(mandate.person)
    visit = correspondent_visits.enter(access_links.mint_for_correspondent(mandate.person))
    db.session.flush()
    mandates.correct(mandate, replace(ION, email="new@igp.example"), days_ago(9), None, SYSTEM)
    db.session.refresh(waiting)
    assert waiting.recipient == "new@igp.example"
    assert correspondent_visits.visit(visit.id) is None
    with pytest.raises(LinkExpired):
        correspondent_visits.look(token)


def test_a_corrected_name_ends_no_visit(app: Flask) -> None:
    mandate = mandates.begin(a_body("MD"), ION, days_ago(9), None, SYSTEM)
    visit = correspondent_visits.enter(access_links.mint_for_correspondent(mandate.person))
    mandates.correct(mandate, replace(ION, given_name="Ion"), days_ago(8), days_ago(-9), SYSTEM)
    assert (mandate.person.given_name, mandate.from_date, mandate.until_date) == (
        "Ion",
        days_ago(8),
        days_ago(-9),
    )
    assert correspondent_visits.visit(visit.id) is not None


def test_a_mandate_goes_over_to_whoever_is_known_by_the_corrected_name(app: Flask) -> None:
    wrong = mandates.begin(a_body("MD"), replace(ION, given_name="Jon"), days_ago(9), None, SYSTEM)
    right = mandates.begin(a_body("DE"), ION, days_ago(9), None, SYSTEM)
    mandates.correct(wrong, ION, days_ago(9), None, SYSTEM)
    assert wrong.person is right.person
    again = mandates.begin(a_body("MD"), replace(ION, given_name="Jon"), days_ago(3), None, SYSTEM)
    with pytest.raises(HasMandateAlready):
        mandates.correct(again, ION, days_ago(3), None, SYSTEM)
