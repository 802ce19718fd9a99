"""A correspondent names somebody again and again: no mailbox is filled with it. The secretariat is not limited."""

from __future__ import annotations

import pytest
from flask import Flask

from app.extensions import db
from app.models import Event
from app.services import deciding, nominating, replacing, resending, settings
from app.services.actors import Actor, correspondent, staff
from app.services.delegation_errors import AddressWrittenToOften
from app.services.nominating import Nominee
from tests.factories.bodies import a_body
from tests.factories.events import an_event
from tests.factories.mandates import a_correspondent
from tests.factories.users import a_user

VICTIM = Nominee(family_name="ROSSI", email="rossi@police.example")
ANOTHER = Nominee(family_name="BIANCHI", email=" Rossi@Police.example ")


@pytest.fixture
def event(app: Flask) -> Event:
    settings.change("letters_per_address_per_hour", 3)
    return an_event()


@pytest.fixture
def speaker(event: Event) -> Actor:
    return correspondent(a_correspondent(a_body("MD")))


def named_and_taken_out(event: Event, actor: Actor, times: int) -> None:
    for _ in range(times):
        named = nominating.nominate(event.id, a_body("MD").id, VICTIM, actor)
        db.session.commit()
        deciding.cancel(named.id, staff(a_user()), "a mistake")


def test_naming_again_and_again_has_an_end(event: Event, speaker: Actor) -> None:
    named_and_taken_out(event, speaker, 3)
    with pytest.raises(AddressWrittenToOften):
        nominating.nominate(event.id, a_body("MD").id, VICTIM, speaker)
    with pytest.raises(AddressWrittenToOften):  # one mailbox is meant, whatever the name
        nominating.nominate(event.id, a_body("MD").id, ANOTHER, speaker)


def test_replacing_to_and_fro_has_an_end(event: Event, speaker: Actor) -> None:
    one = nominating.nominate(event.id, a_body("MD").id, VICTIM, speaker)
    db.session.commit()
    two = replacing.replace(one.id, ANOTHER, speaker)
    db.session.commit()
    three = replacing.replace(two.id, VICTIM, speaker)
    with pytest.raises(AddressWrittenToOften):
        replacing.replace(three.id, ANOTHER, speaker)
    with pytest.raises(AddressWrittenToOften):
        resending.send_again(three.id, speaker)


def test_the_secretariat_is_not_limited(event: Event) -> None:
    named_and_taken_out(event, staff(a_user()), 4)
