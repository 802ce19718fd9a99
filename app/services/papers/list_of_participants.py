"""The list of participants by delegation, in the order of precedence: whoever is expected, and in the end those who were there.

In the hands of participants it names only those who agreed to stand in lists given to others; an e-mail address stands
there with that consent alone, whoever reads the list. Of those without a name nothing is told by which they are recognised.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby
from typing import Any

from sqlalchemy import ColumnElement, or_

from app.lib.clock import now
from app.lib.wording import N_
from app.models import Event, Language, Mode, Registration, Role
from app.services.papers import people
from app.services.papers.names_on_paper import is_unnamed
from app.services.papers.paper_kinds import Audience, Gathered, Options, Selection
from app.services.papers.paper_words import Said, Speech
from app.services.papers.person_facts import affiliation_of, name_of
from app.services.papers.precedence import Delegation, delegations
from app.services.participation import attended, confirmed
from app.services.statistics import figure_counts

TITLE = N_("List of participants")
PROVISIONAL = N_("Provisional, %(day)s")
FINAL = N_("Final, %(day)s")
_USE = {
    Audience.PARTICIPANTS: N_("Official use."),
    Audience.SECRETARIAT: N_("For the secretariat only, not to be given to others."),
}
_ORDER = {
    Language.EN: N_("Names stand by body, in the English order; head of delegation first."),
    Language.FR: N_("Names stand by body, in the French order; head of delegation first."),
}


def gather(event: Event, selection: Selection, options: Options) -> Gathered:
    """What stands on the list. A preview has its beginning, not whoever comes first by name."""
    found = people.chosen(event, replace(selection, at_most=None), _whom(event, options))
    listed = delegations(
        found, options.order, lambda person: is_unnamed(person, options.audience), selection.at_most
    )
    facts = _Writer(event, options).facts(listed)
    return Gathered(facts, sum(len(delegation.people) for delegation in listed))


def _whom(event: Event, options: Options) -> ColumnElement[bool]:
    """The final list names those present (the vocabulary’s "list of participants"); where nobody kept a log, the confirmed."""
    if options.final and figure_counts.with_log([event.id]):
        return attended()
    return or_(confirmed(), attended())


class _Writer:
    """Turns delegations into facts for the template and the Word file."""

    def __init__(self, event: Event, options: Options) -> None:
        self._event = event
        self._options = options
        self._say = Speech(options.language)

    def facts(self, listed: list[Delegation]) -> dict[str, Any]:
        say = self._say
        today = self._event.local(now()).date()
        return {
            **say.top(self._event, TITLE),
            "state": say.on_day(FINAL if self._options.final else PROVISIONAL, today),
            "columns": [say(N_("Body")), say(N_("Participants"))],  # heads of the tables of the Word file
            "sections": [
                {"heading": say(section.value), "delegations": [self._delegation(one) for one in group]}
                for section, group in groupby(listed, key=lambda one: one.section)
            ],
            "foot": self._foot(),
        }

    def _foot(self) -> Said:
        use, order = self._say(_USE[self._options.audience]), self._say(_ORDER[self._options.order])
        return Said(f"{use.main} {order.main}", f"{use.other} {order.other}".strip())

    def _delegation(self, delegation: Delegation) -> dict[str, Any]:
        name = affiliation_of(delegation, self._say)
        return {"name": name, "people": [self._person(one) for one in delegation.people]}

    def _person(self, person: Registration) -> dict[str, Any]:
        name = name_of(person, self._say, self._options.audience)
        own_script, unnamed = name.pop("own_script"), bool(name["unnamed"])
        title = "" if unnamed else person.title or ""
        details = [*filter(None, (own_script, *self._details(person, unnamed)))]
        return {**name, "title": title, "details": details}

    def _details(self, person: Registration, unnamed: bool) -> Iterator[str]:
        if person.role is not None and person.role is not Role.DELEGATE:
            yield self._say.label(person.role).joined
        if not unnamed:
            yield ", ".join(filter(None, (person.function, person.service)))
            yield (person.email or "") if person.consent_lists else ""
        if self._event.mode is Mode.HYBRID and person.mode is Mode.ONLINE:
            yield self._say.label(person.mode).joined.replace(" ", "\N{NO-BREAK SPACE}")
