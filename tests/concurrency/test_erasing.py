"""Somebody erases the last two registrations at the same moment, from two windows: nothing of the person is left."""

from __future__ import annotations

import threading
from pathlib import Path

from flask import Flask

from app.extensions import db
from app.models import ErasureRule, Person, Registration, Status
from app.services import people
from app.services.actors import PERSON
from app.services.privacy import erasing
from tests.factories.events import an_event
from tests.factories.registrations import a_registration

ROUNDS = 3


def test_of_the_last_two_registrations_one_takes_the_person_along(stage: Flask, tmp_path: Path) -> None:
    maildir = tmp_path / "mailbox"
    for number in range(ROUNDS):
        same = {"family_name": f"KORMORAN {number}", "email": f"k{number}@kormoran.example"}
        pair = [a_registration(an_event(), Status.CONFIRMED, **same) for _ in range(2)]
        person_id = {people.link(one).id for one in pair}.pop()
        ids = [one.id for one in pair]
        db.session.commit()
        at_once(stage, ids, maildir)
        left = db.session.get_one(Person, person_id, populate_existing=True)
        assert (left.family_name, left.email) == (None, None)
        assert left.anonymised_at is not None
        db.session.commit()


def at_once(app: Flask, ids: list[int], maildir: Path) -> None:
    ready = threading.Barrier(2)

    def erase(registration_id: int) -> None:
        with app.app_context():
            ready.wait()
            registration = db.session.get_one(Registration, registration_id)
            erasing.erase_registration(registration, PERSON, ErasureRule.REQUEST, maildir)
            db.session.commit()

    threads = [threading.Thread(target=erase, args=(one,)) for one in ids]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
