"""Name plates: an A4 each, folded once so that it stands and is read from both sides; of delegations, or of people."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from app.lib.wording import N_
from app.models import DELEGATIONS, Category, Event, Registration
from app.services.papers.names_on_paper import is_unnamed, on_paper
from app.services.papers.paper_kinds import Gathered, Options, Plates, Selection
from app.services.papers.paper_words import Said, Speech
from app.services.papers.people import chosen, comes_in_person
from app.services.papers.person_facts import affiliation_of
from app.services.papers.precedence import Delegation, delegations

TITLE = N_("Name plates")
_FOR_A_BODY = (*DELEGATIONS, Category.INTERNAL_PARTNER)


def gather(event: Event, selection: Selection, options: Options) -> Gathered:
    """A plate for each body that somebody represents in person, or one for each person, in the order of precedence."""
    people = chosen(event, replace(selection, at_most=None), comes_in_person())
    say = Speech(options.language)
    listed = delegations(people, options.order, is_unnamed)
    of_people = options.plates is Plates.PEOPLE
    plates = list(_of_people(listed, say) if of_people else _of_bodies(listed, say))[: selection.at_most]
    return Gathered({**say.top(event, TITLE), "plates": plates}, len(plates))


def _of_bodies(listed: list[Delegation], say: Speech) -> Iterator[dict[str, Any]]:
    """A plate for each body that has sent somebody for itself; a speaker from a state does not sit behind its plate."""
    for delegation in listed:
        if delegation.body is not None and delegation.people[0].category in _FOR_A_BODY:
            yield _plate(say.text(delegation.body.name))


def _of_people(listed: list[Delegation], say: Speech) -> Iterator[dict[str, Any]]:
    for delegation in listed:
        for_whom = affiliation_of(delegation, say)
        for person in delegation.people:
            yield _of_person(person, for_whom, say)


def _of_person(person: Registration, for_whom: Said, say: Speech) -> dict[str, Any]:
    if is_unnamed(person):
        return _plate(say.each(lambda language: on_paper(person, language).full), below=for_whom)
    shown = on_paper(person, say.main)
    return _plate(Said(shown.full), shown.own_script, for_whom)


def _plate(name: Said, own_script: str = "", below: Said | None = None) -> dict[str, Any]:
    return {"name": name, "own_script": own_script, "below": below or Said("")}
