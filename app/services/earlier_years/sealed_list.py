"""A list as a page, or a job, holds it between looking at it and taking it over: sealed, because it may name people."""

from __future__ import annotations

from app.lib.sealed_values import CannotOpen, Safe
from app.models import Category, Event, Mode
from app.services.earlier_years.list_kinds import ListKind, Question
from app.services.earlier_years.looking import Sheet


def seal(sheet: Sheet, safe: Safe) -> str:
    """The list with all that was said of it; it opens for its event only."""
    question = sheet.question
    facts = {
        "kind": question.kind.value,
        "mode": question.mode,
        "category": question.category,
        "columns": list(sheet.columns),
        "given": [[*key, code] for key, code in sheet.given.items()],
        "table": sheet.table,
    }
    return safe.seal_facts(facts, _purpose(question.event))


def unseal(sealed: str, event: Event, safe: Safe) -> Sheet | None:
    """The list of this event; None if it was tampered with, or is another event's."""
    try:
        facts = safe.open_facts(sealed, _purpose(event))
    except CannotOpen:
        return None
    mode, category = facts["mode"], facts["category"]
    question = Question(
        event,
        ListKind(facts["kind"]),
        Mode(mode) if mode else None,
        Category(category) if category else None,
    )
    given = {(name, word): code for name, word, code in facts["given"]}
    return Sheet(question, facts["table"], facts["columns"], given)


def _purpose(event: Event) -> str:
    return f"list of event {event.id}"
