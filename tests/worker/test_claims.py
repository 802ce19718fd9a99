"""Any number of workers may claim letters at once: each letter is one worker's."""

from __future__ import annotations

import threading
from dataclasses import replace

from flask import Flask

from app.extensions import db
from app.models import LetterKind
from app.services import delivery, outbox
from tests.factories.letters import a_conference
from tests.factories.registrations import a_registration


def test_many_workers_claim_each_letter_once(app: Flask) -> None:
    event = a_conference()
    expected = {outbox.put(LetterKind.RECEIVED, a_registration(event)).id for _ in range(30)}
    db.session.commit()
    claimed: list[int] = []
    start = threading.Barrier(4)

    def work() -> None:
        with app.app_context():
            limits = replace(delivery.limits(), at_once=4)
            db.session.commit()
            start.wait()
            while letters := delivery.take(limits):
                db.session.commit()
                claimed.extend(letter.letter_id for letter in letters)
            db.session.commit()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(claimed) == len(set(claimed))
    assert set(claimed) == expected
