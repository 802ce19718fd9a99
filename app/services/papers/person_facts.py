"""A person and a delegation as facts of a template: lists, sheets and the tour de table say them alike."""

from __future__ import annotations

from typing import Any

from app.models import Registration
from app.services.papers.names_on_paper import in_list, is_unnamed, on_paper
from app.services.papers.paper_kinds import Audience
from app.services.papers.paper_words import Said, Speech
from app.services.papers.precedence import Delegation


def name_of(person: Registration, say: Speech, audience: Audience | None = None) -> dict[str, Any]:
    """The parts of a name; of whoever stands there without one only `unnamed`, in each language of the paper.

    The audience is that of a list; other papers have none.
    """
    shown = [
        on_paper(person, language) if audience is None else in_list(person, audience, language)
        for language in say.languages
    ]
    if is_unnamed(person, audience):
        unnamed = " / ".join(dict.fromkeys(name.family for name in shown))
        return {"given": "", "family": "", "own_script": "", "unnamed": unnamed}
    name = shown[0]
    return {"given": name.given, "family": name.family, "own_script": name.own_script, "unnamed": ""}


def affiliation_of(whose: Delegation | Registration, say: Speech) -> Said:
    """The body of a delegation or a person, or the affiliation that was typed in; empty where there is neither."""
    body = whose.body
    return say.text(body.name) if body is not None else Said(whose.body_text or "")


def affiliation_or_category(delegation: Delegation, say: Speech) -> Said:
    """The same; where there is neither, in what capacity the people come."""
    return (
        affiliation_of(delegation, say)
        if delegation.body or delegation.body_text
        else say.label(delegation.people[0].category)
    )
