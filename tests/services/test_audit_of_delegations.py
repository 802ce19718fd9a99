"""Whatever is done about a delegation leaves its line in the audit trail: who, what, about which row."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any, NamedTuple

import pytest
from flask import Flask
from sqlalchemy import select

from app.extensions import db
from app.lib.clock import now
from app.models import AuditEntry, Convocation, Event, Registration, Status
from app.services import (
    access_links,
    answering,
    convocations,
    convoking,
    correspondent_visits,
    naming_head,
    nominating,
    releasing,
    reminding_silent,
    replacing,
    resending,
    substitutes,
)
from app.services.actors import PERSON, Actor, correspondent, staff
from app.services.answering import Proposed
from app.services.nominating import Nominee
from tests.factories.bodies import a_body
from tests.factories.events import an_event
from tests.factories.mandates import a_convocation, a_correspondent
from tests.factories.registrations import a_registration
from tests.factories.users import a_user
from tests.services.test_answering import answers

ION = Nominee("RUSU", "ion@igp.example")


class Scene(NamedTuple):
    """An event to which Moldova is invited, a nominee of its own, and those who act."""

    event: Event
    nominee: Registration
    convocation: Convocation
    speaker: Actor
    secretariat: Actor


@pytest.fixture
def scene(app: Flask) -> Scene:
    moldova, event = a_body("MD"), an_event(nominations_until=now() + timedelta(days=20))
    speaker = correspondent(a_correspondent(moldova))
    nominee = a_registration(event, Status.NOMINATED, verified_at=None)
    return Scene(event, nominee, a_convocation(event, moldova), speaker, staff(a_user()))


def _substitute(scene: Scene) -> Registration:
    return answering.decline(scene.nominee.id, None, Proposed("RUSU", "ion@igp.example"))


def _accepts(scene: Scene) -> tuple[Actor, Any]:
    answering.accept(scene.nominee.id, answers(), scene.nominee.version)
    return PERSON, scene.nominee


def _declines(scene: Scene) -> tuple[Actor, Any]:
    return PERSON, answering.decline(scene.nominee.id)


def _names(scene: Scene) -> tuple[Actor, Any]:
    return scene.speaker, nominating.nominate(scene.event.id, a_body("MD").id, ION, scene.speaker)


def _replaces(scene: Scene) -> tuple[Actor, Any]:
    replacing.replace(scene.nominee.id, ION, scene.speaker)
    return scene.speaker, scene.nominee


def _takes_substitute(scene: Scene) -> tuple[Actor, Any]:
    substitutes.take(_substitute(scene).id, scene.speaker)
    return scene.speaker, scene.nominee


def _sets_substitute_aside(scene: Scene) -> tuple[Actor, Any]:
    substitutes.set_aside(_substitute(scene).id, scene.speaker)
    return scene.speaker, scene.nominee


def _names_head(scene: Scene) -> tuple[Actor, Any]:
    return scene.speaker, naming_head.name_head(scene.nominee.id, scene.speaker)


def _sends_again(scene: Scene) -> tuple[Actor, Any]:
    return scene.speaker, resending.send_again(scene.nominee.id, scene.speaker)


def _refuses(scene: Scene) -> tuple[Actor, Any]:
    answering.decline(scene.nominee.id)
    return scene.speaker, convoking.refuse(scene.event.id, a_body("MD").id, "no", scene.speaker)


def _comes_after_all(scene: Scene) -> tuple[Actor, Any]:
    convocations.attend_after_all(scene.event.id, a_body("MD").id, scene.secretariat)
    return scene.secretariat, scene.convocation


def _convokes(scene: Scene) -> tuple[Actor, Any]:
    convoking.convoke(scene.event.id, [a_body("DE").id], scene.secretariat)
    return scene.secretariat, scene.event


def _reminds(scene: Scene) -> tuple[Actor, Any]:
    germany = a_body("DE")
    a_correspondent(germany)
    a_convocation(scene.event, germany)
    reminding_silent.remind(scene.event.id, {germany.id: 0}, scene.secretariat)
    return scene.secretariat, scene.event


def _releases(scene: Scene) -> tuple[Actor, Any]:
    scene.event.nominations_until = now() - timedelta(seconds=1)
    releasing.release(scene.event.id, scene.secretariat)
    return scene.secretariat, scene.event


def _comes_in(scene: Scene) -> tuple[Actor, Any]:
    person = a_correspondent(a_body("DE"))
    correspondent_visits.enter(access_links.mint_for_correspondent(person))
    return correspondent(person), person


DEEDS: dict[str, Callable[[Scene], tuple[Actor, Any]]] = {
    "registration.nomination_accepted": _accepts,
    "registration.nomination_declined": _declines,
    "registration.nominated": _names,
    "registration.replaced": _replaces,
    "substitute.taken": _takes_substitute,
    "substitute.set_aside": _sets_substitute_aside,
    "registration.head_named": _names_head,
    "registration.link_sent": _sends_again,
    "convocation.refused": _refuses,
    "convocation.refusal_taken_back": _comes_after_all,
    "event.convoked": _convokes,
    "event.silent_reminded": _reminds,
    "event.released": _releases,
    "correspondent.entered": _comes_in,
}


@pytest.mark.parametrize("action", DEEDS)
def test_it_is_written_down(scene: Scene, action: str) -> None:
    actor, subject = DEEDS[action](scene)
    db.session.flush()
    line = db.session.scalars(select(AuditEntry).where(AuditEntry.action == action)).one()
    assert (line.actor_kind, line.actor_id) == (actor.kind, actor.id)
    assert (line.subject_kind, line.subject_id) == (subject.__tablename__, subject.id)
    assert line.at <= now()
