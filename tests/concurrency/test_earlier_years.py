"""Two people take over the same list at the same moment: everybody is imported once. So are words told for two events at once."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import replace

from flask import Flask
from sqlalchemy import func, select

from app.extensions import db
from app.models import CheckIn, Event, ImportWord, Registration
from app.services.earlier_years import looking, taking_over
from tests.factories.earlier_years import NAMED, UNNAMED, an_earlier_event, sheet_of
from tests.records import STAFF

ROUNDS = 3


def at_once(app: Flask, texts: Mapping[int, list[str]], given: Mapping[tuple[str, str], str]) -> list[int]:
    """Take over the lists of some events, all at the same moment; how many people each found to be new."""
    asked = [(event_id, text) for event_id, own in texts.items() for text in own]
    ready, found = threading.Barrier(len(asked)), []

    def take_over(event_id: int, text: str) -> None:
        with app.app_context():
            ready.wait()
            sheet = replace(sheet_of(db.session.get_one(Event, event_id), text), given=given)
            looked = looking.look(sheet, lock=True)
            assert looked.outlook is not None
            new = len(looked.outlook.new)
            if looked.outlook.changes:
                taking_over.take_over(looked.outlook, STAFF, len(looked.lines), looked.told)
            db.session.commit()
            found.append(new)

    threads = [threading.Thread(target=take_over, args=one) for one in asked]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(found)


def number(event_id: int) -> tuple[int, int]:
    """The people of an event, and how often they came."""
    people = select(func.count()).select_from(Registration).where(Registration.event_id == event_id)
    came = select(func.count()).select_from(CheckIn).where(CheckIn.event_id == event_id)
    counted = db.session.scalar(people) or 0, db.session.scalar(came) or 0
    db.session.commit()
    return counted


def test_the_same_list_taken_over_twice_at_once_counts_once(stage: Flask) -> None:
    came = UNNAMED.replace("people\n", "people;Came\n").replace("Delegate;2", "Delegate;2;yes")
    for text, people, check_ins in ((NAMED, 5, 3), (came, 10, 2)) * ROUNDS:
        event_id = an_earlier_event().id
        db.session.commit()
        assert at_once(stage, {event_id: [text, text]}, {}) == [0, people]
        assert number(event_id) == (people, check_ins)


def test_the_same_word_is_told_for_two_events_at_once(stage: Flask) -> None:
    for place in range(ROUNDS):
        ids = [an_earlier_event().id for _ in range(2)]
        db.session.commit()
        told = {("body", f"moldavie {place}"): "MD"}
        text = f"State;Came\nMoldavie {place};yes\n"
        assert at_once(stage, {event_id: [text] for event_id in ids}, told) == [1, 1]
        kept = select(ImportWord.meaning).where(ImportWord.word == f"moldavie {place}")
        assert db.session.scalars(kept).all() == ["MD"]
        db.session.commit()
