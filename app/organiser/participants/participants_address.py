"""The list's filters and order, as they stand in its address: they can be kept, sent to a colleague, gone back to.

The words of a search do not: the address holds a number for them (`searched_words`).
"""

from __future__ import annotations

import enum
from typing import Any, TypeVar

from flask import request
from werkzeug.datastructures import MultiDict

from app.models import Category, Group, Mode, Place, Status
from app.organiser import kept_number, searched_words
from app.services.participant_filters import Attendance, Filters
from app.services.participant_order import Sorting
from app.services.today.tasks import Task
from app.web.url_numbers import LARGEST

Code = TypeVar("Code", bound=enum.StrEnum)
Arguments = dict[str, Any]
_MOST_CODES = 200  # of one filter
ENUMS: dict[str, type[enum.StrEnum]] = {
    "group": Group,
    "category": Category,
    "status": Status,
    "place": Place,
    "mode": Mode,
    "attendance": Attendance,
    "task": Task,
}


def filters() -> Filters:
    """The filters of the present address. What is not known there is passed over."""
    return filters_of(request.args, searched_words.words_of(request.args.get("search", "")))


def posted_filters() -> Filters:
    """The filters of the search form; its words are kept, so that an address can speak of them."""
    words = searched_words.tidied(request.form.get("q", ""))
    if words:
        searched_words.keep(words, request.form.get("instead", ""))
    return filters_of(request.form, words)


def filters_of(given: MultiDict[str, str], words: str = "") -> Filters:
    """The filters that were given; what is not known is passed over."""
    chosen: dict[str, Any] = {name: _codes(given, name, kind) for name, kind in ENUMS.items()}
    return Filters(
        words=words,
        body=tuple(
            dict.fromkeys(
                code[:40] for code in given.getlist("body")[:_MOST_CODES] if code.isprintable() and code
            )
        ),
        session=tuple(dict.fromkeys(numbers(given.getlist("session")[:_MOST_CODES]))),
        **chosen,
    )


def sorting() -> Sorting:
    """The order of the present address, or of the search form."""
    return Sorting.of_code(request.values.get("sort", ""))


def page_number() -> int:
    """The page of the present address, from 1."""
    return next(iter(numbers([request.args.get("page", "")])), 1)


def arguments(chosen: Filters, order: Sorting | None = None, page: int = 1) -> Arguments:
    """What the address of a list with these filters says; what is nothing special is left out."""
    said: Arguments = {"search": searched_words.number_of(chosen.words)}
    for name in (*ENUMS, "body", "session"):
        said[name] = [str(value) for value in getattr(chosen, name)] or None
    said["sort"] = order.code if order is not None and order != Sorting() else None
    said["kept"] = kept_number.begun_with() if chosen else None
    said["page"] = page if page > 1 else None
    return {name: value for name, value in said.items() if value is not None}


def _codes(given: MultiDict[str, str], name: str, kind: type[Code]) -> tuple[Code, ...]:
    asked = set(given.getlist(name))
    return tuple(member for member in kind if member.value in asked)


def numbers(texts: list[str]) -> list[int]:
    """The ids among what was given."""
    return [
        int(text)
        for text in texts
        if text.isascii() and text.isdigit() and len(text) < 11 and int(text) <= LARGEST
    ]
