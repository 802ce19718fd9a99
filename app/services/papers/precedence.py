"""The order of precedence on papers: member states in the alphabetical order of a language, observers, partners, speakers,
others, the secretariat; inside a delegation its head comes first.

Bodies are ordered by their stored keys, so that every database and both languages agree with the printed alphabet.
"""

from __future__ import annotations

import enum
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

from app.lib.names import sort_key
from app.lib.wording import N_
from app.models import Body, BodyKind, Category, Language, Registration, Role


class Section(enum.Enum):
    """The sections of a paper in their order; the value is the message id of the heading."""

    MEMBER_STATES = N_("Member states")
    OBSERVER_STATES = N_("Observer states")
    OTHER_STATES = N_("Other states")
    OBSERVER_ORGANISATIONS = N_("Observer organisations")
    EUROPEAN_NETWORKS = N_("European networks")
    EU_WORKING_GROUPS = N_("Working parties of the EU Council")
    AGENCIES = N_("Agencies of the European Union")
    EU_INSTITUTIONS = N_("Institutions of the European Union")
    PARTNERS = N_("Council of Europe")
    SPEAKERS = N_("Speakers and experts")
    GUESTS = N_("Guests")
    PRESS = N_("Press")
    INTERPRETERS = N_("Interpreters")
    SECURITY = N_("Security")
    SECRETARIAT = N_("Secretariat")


_OF_KIND = {
    BodyKind.OBSERVER_STATE: Section.OBSERVER_STATES,
    BodyKind.OTHER_STATE: Section.OTHER_STATES,
    BodyKind.OBSERVER_ORGANISATION: Section.OBSERVER_ORGANISATIONS,
    BodyKind.EUROPEAN_NETWORK: Section.EUROPEAN_NETWORKS,
    BodyKind.EU_WORKING_GROUP: Section.EU_WORKING_GROUPS,
    BodyKind.AGENCY: Section.AGENCIES,
    BodyKind.EU_INSTITUTION: Section.EU_INSTITUTIONS,
}
_OF_CATEGORY = {
    Category.MEMBER_STATE_DELEGATE: Section.MEMBER_STATES,
    Category.INTERNAL_PARTNER: Section.PARTNERS,
    Category.SPEAKER_EXPERT: Section.SPEAKERS,
    Category.GUEST: Section.GUESTS,
    Category.PRESS: Section.PRESS,
    Category.INTERPRETER: Section.INTERPRETERS,
    Category.SECURITY: Section.SECURITY,
    Category.SECRETARIAT: Section.SECRETARIAT,
}
_BY_BODY = {Category.MEMBER_STATE_DELEGATE, Category.OBSERVER, Category.INTERNAL_PARTNER}
_ROLES = [Role.HEAD, Role.NATIONAL_CORRESPONDENT, Role.DELEGATE, Role.ALTERNATE, Role.ADVISER]
_SECTIONS = list(Section)


@dataclass(frozen=True)
class Delegation:
    """Those of a section who stand together: the delegates of a body; elsewhere neighbours with one affiliation."""

    section: Section
    body: Body | None
    body_text: str
    people: list[Registration]


def section_of(registration: Registration) -> Section:
    """Where somebody stands: the category says in what capacity one comes, the kind of body where observers stand."""
    if registration.category is Category.OBSERVER and registration.body is not None:
        return _OF_KIND.get(registration.body.kind, Section.OBSERVER_ORGANISATIONS)
    return _OF_CATEGORY.get(registration.category, Section.GUESTS)


def delegations(
    people: Iterable[Registration],
    order: Language,
    unnamed: Callable[[Registration], bool],
    most: int | None = None,
) -> list[Delegation]:
    """Everybody, or the first so many, in the order of precedence. Whoever stands on the paper without a name comes last
    among equals, in no order that a name could be read from.
    """
    ordered = sorted(people, key=lambda person: _precedence(person, order, unnamed(person)))[:most]
    return [
        Delegation(section_of(first), first.body, first.body_text or "", [first, *others])
        for _, (first, *others) in ((key, list(group)) for key, group in groupby(ordered, _together))
    ]


def in_turn(listed: Iterable[Delegation]) -> Iterator[Delegation]:
    """The delegations as they speak: each body with one voice, whoever comes for nobody but themselves each in turn."""
    for one in listed:
        if one.people[0].category in _BY_BODY:
            yield one
        else:
            yield from (replace(one, people=[person]) for person in one.people)


def _precedence(person: Registration, order: Language, unnamed: bool) -> tuple[Any, ...]:
    section = _SECTIONS.index(section_of(person))
    name = (unnamed, "" if unnamed else person.sort_name, person.id)
    if person.category not in _BY_BODY:
        return (section, "", 0, 0, *name)
    body = person.body.sort_in(order.value) if person.body else sort_key(person.body_text)
    rank = _ROLES.index(person.role) if person.role in _ROLES else len(_ROLES)
    return (section, body, person.body_id or 0, rank, *name)


def _together(person: Registration) -> tuple[Section, int | None, str]:
    return section_of(person), person.body_id, person.body_text or ""
