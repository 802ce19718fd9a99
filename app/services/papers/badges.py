"""Badges: a large name, the function, the body in both languages, the capacity in colour and in letters, the code for the desk.

Of discreet persons a badge tells no more than any list does: for whom they come, and in what capacity.
"""

from __future__ import annotations

from typing import Any

from app.documents import desk_codes
from app.lib.dates import day_range
from app.lib.wording import N_, translated
from app.models import Category, Event, Registration
from app.services.papers import names_on_paper
from app.services.papers.paper_kinds import Gathered, Options, PaperLanguage, Selection
from app.services.papers.paper_words import Speech
from app.services.papers.people import chosen, comes_in_person
from app.services.papers.person_facts import affiliation_of

_BOTH = Speech(PaperLanguage.BOTH)
_COLOURS = {
    Category.MEMBER_STATE_DELEGATE: "delegations",
    Category.OBSERVER: "observers",
    Category.SECRETARIAT: "staff",
    Category.INTERPRETER: "staff",
    Category.SECURITY: "staff",
}


def gather(event: Event, selection: Selection, options: Options) -> Gathered:
    """The badges of those who come to the place of the event, by name; the discreet last, in no order that tells a name."""
    people = chosen(event, selection, comes_in_person())
    people.sort(key=lambda one: (one.discreet, one.badge_code if one.discreet else ""))
    facts = {
        "language": "en",
        "event": _BOTH.text(event.title),
        "held": _when_and_where(event),
        "fictional": _BOTH.fictional(event),
        "code_for_the_desk": translated(N_("Code for the desk"), "en"),
        "layout": options.layout.value,
        "badges": [badge(person) for person in people],
    }
    return Gathered(facts, len(people))


def badge(person: Registration) -> dict[str, Any]:
    """What stands on somebody's badge."""
    name, other = (names_on_paper.on_paper(person, language) for language in ("en", "fr"))
    return {
        "own_script": name.own_script,
        "given": name.given,
        "family": name.family,
        "other_name": other.family if other.family != name.family else "",
        "function": "" if person.discreet else person.function or "",
        "body": affiliation_of(person, _BOTH),
        "capacity": _BOTH.label(_capacity(person)),
        "colour": _COLOURS.get(person.category, "others"),
        "code": desk_codes.svg(person.badge_code),
    }


def _capacity(person: Registration) -> Any:
    """Of a state's delegates the part in the delegation, of everybody else the category."""
    return (
        person.role if person.category is Category.MEMBER_STATE_DELEGATE and person.role else person.category
    )


def _when_and_where(event: Event) -> str:
    days = (event.days[0], event.days[-1]) if event.days else None
    said = [day_range(*days, language) for language in ("en", "fr")] if days else []
    return ", ".join(filter(None, (event.city or "", " / ".join(dict.fromkeys(said)))))
