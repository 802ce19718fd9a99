"""A list between looking at it and taking it over: sealed in the page, because it may name people, and stored nowhere."""

from __future__ import annotations

import json
import zlib
from base64 import b64decode, b64encode
from dataclasses import replace

from werkzeug.datastructures import MultiDict

from app.lib.sealed_values import CannotOpen
from app.models import Category, Event, Mode
from app.services.earlier_years.list_kinds import ListKind, Question
from app.services.earlier_years.list_words import FIELDS, word_of
from app.services.earlier_years.looking import Sheet
from app.web.sealing import safe

MOST = 800_000  # characters; with the words that are given a meaning a form carries a million
COLUMN, WORD = "column-", "word-"  # begin the names of the answers


class TooMuchToCarry(Exception):
    """The list is longer than a page can carry."""


def seal(sheet: Sheet) -> str:
    """What the page carries.

    Raises:
        TooMuchToCarry: told as soon as the list is handed in.
    """
    question = sheet.question
    facts = {
        "kind": question.kind.value,
        "mode": question.mode,
        "category": question.category,
        "columns": list(sheet.columns),
        "given": [[*key, code] for key, code in sheet.given.items()],
        "table": sheet.table,
    }
    packed = b64encode(zlib.compress(json.dumps(facts).encode())).decode()
    sealed = safe().seal(packed, _purpose(question.event))
    if len(sealed) > MOST and not sheet.given:
        raise TooMuchToCarry
    return sealed


def unseal(sealed: str, event: Event) -> Sheet | None:
    """What the page of this event carried; None if it was tampered with."""
    try:
        facts = json.loads(zlib.decompress(b64decode(safe().open(sealed, _purpose(event)))))
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


def answered(sheet: Sheet, sent: MultiDict[str, str]) -> Sheet:
    """The list with what was said of it on the page; what is no answer is left as it was."""
    columns = [
        name if (name := sent.get(f"{COLUMN}{place}", before)) in {"", *sheet.question.fields} else before
        for place, before in enumerate(sheet.columns)
    ]
    given = dict(sheet.given)
    for name, code in sent.items():
        field, _, word = name.removeprefix(WORD).partition("-")
        if name.startswith(WORD) and field in FIELDS and word == word_of(word):
            given[field, word] = code
    told = {key: code[:120] for key, code in given.items() if code}
    return replace(sheet, question=_question(sheet.question, sent), columns=columns, given=told)


def _question(question: Question, sent: MultiDict[str, str]) -> Question:
    modes = {mode.value: mode for mode in question.event.modes}
    categories = {category.value: category for category in Category}
    return replace(
        question,
        mode=modes.get(sent["mode"]) if "mode" in sent else question.mode,
        category=categories.get(sent["category"]) if "category" in sent else question.category,
    )


def _purpose(event: Event) -> str:
    return f"list of event {event.id}"
