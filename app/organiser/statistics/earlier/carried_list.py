"""A list between looking at it and taking it over: the page carries it, sealed; nothing of it is stored yet."""

from __future__ import annotations

from dataclasses import replace

from werkzeug.datastructures import MultiDict

from app.models import Category, Event
from app.services.earlier_years import sealed_list
from app.services.earlier_years.list_kinds import Question
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
    sealed = sealed_list.seal(sheet, safe())
    if len(sealed) > MOST and not sheet.given:
        raise TooMuchToCarry
    return sealed


def unseal(sealed: str, event: Event) -> Sheet | None:
    """What the page of this event carried; None if it was tampered with."""
    return sealed_list.unseal(sealed, event, safe())


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
