"""`flask privacy`: the preview, the run, erasing by id, and erasing again what a backup has brought back."""

from __future__ import annotations

from datetime import timedelta

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import select

from app.extensions import db
from app.lib.clock import now
from app.models import Erasure, Needs, Registration, Status
from app.services import people
from app.services.privacy import retention
from tests.factories.bodies import a_body
from tests.factories.events import an_event
from tests.factories.mandates import a_mandate
from tests.factories.people import a_person
from tests.factories.registrations import a_registration


def run(app: Flask, *words: str) -> Result:
    """Give a command; what the test has done so far is committed before."""
    db.session.commit()
    return app.test_cli_runner().invoke(args=["privacy", *words])


def some_needs() -> Registration:
    end = now() - timedelta(days=8)
    registration = a_registration(
        an_event(starts_at=end - timedelta(days=1), ends_at=end, slug="over"), Status.CONFIRMED
    )
    db.session.add(Needs(registration_id=registration.id, diet="no fish"))
    return registration


def test_the_preview_counts_and_changes_nothing(app: Flask) -> None:
    some_needs()
    printed = run(app, "preview")
    assert printed.exit_code == 0
    [line] = [line for line in printed.output.splitlines() if line.startswith("needs ")]
    assert line.split() == ["needs", "7", "days", "1", "due"]
    assert "1 over" in printed.output
    assert db.session.scalar(select(Needs.diet)) == "no fish"


def test_a_run_forgets_and_is_noted(app: Flask) -> None:
    some_needs()
    printed = run(app, "run")
    assert "needs: 1" in printed.output
    assert "1 rows forgotten." in printed.output
    assert db.session.scalars(select(Needs)).all() == []
    assert retention.last_run() is not None
    assert "0 rows forgotten." in run(app, "run").output


def test_somebody_is_erased_and_erased_again(app: Flask) -> None:
    registration = a_registration(an_event(), Status.CONFIRMED)
    person = people.link(registration)
    db.session.flush()
    names = f"registration:{registration.id} person:{person.id}"
    assert f"\nerased: {names}\n" in "\n" + run(app, "erase", "--person", str(person.id)).output
    assert run(app, "erased", "--since", "2020-01-01").output.strip() == names
    assert "nothing" in run(app, "erase", "--again", *names.split()).output
    assert len(db.session.scalars(select(Erasure)).all()) == 1


def test_what_rules_erase_they_erase_again_by_themselves(app: Flask) -> None:
    end = now() - timedelta(days=1000)
    people.link(a_registration(an_event(starts_at=end, ends_at=end), Status.CONFIRMED))
    run(app, "run")
    assert run(app, "erased", "--since", "2020-01-01").output.strip() == ""


@pytest.mark.parametrize(
    "words",
    [
        (),
        ("registration:1",),
        ("--again",),
        ("--again", "letter:1"),
        ("--again", "person:one"),
        ("--again", "person:99999999999999"),
    ],
)
def test_what_is_not_understood_is_refused(app: Flask, words: tuple[str, ...]) -> None:
    assert run(app, "erase", *words).exit_code != 0


def test_a_wrong_id_does_not_pass_for_something_erased(app: Flask) -> None:
    registration = a_registration(an_event(), Status.CONFIRMED)
    db.session.flush()
    printed = run(app, "erase", "--registration", str(registration.id), "--person", "999999")
    assert (printed.exit_code, printed.output) == (
        1,
        "Error: There is no person:999999. Nothing was erased.\n",
    )
    assert registration.anonymised_at is None
    assert run(app, "erase", "--again", "person:999999").exit_code == 0, "it came after the backup was made"


def test_whoever_speaks_for_a_body_is_not_erased(app: Flask) -> None:
    person = a_person()
    a_mandate(a_body("MD"), person)
    printed = run(app, "erase", "--person", str(person.id))
    assert printed.exit_code == 1
    assert "End the mandate first" in printed.output
    assert person.family_name is not None
