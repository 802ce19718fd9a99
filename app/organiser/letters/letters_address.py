"""The filters of the log of letters, as they stand in its address."""

from __future__ import annotations

import enum
from typing import Any, TypeVar

from flask import request, url_for
from werkzeug.datastructures import MultiDict

from app.models import Event, LetterKind, LetterState
from app.services.letter_log import Filters

Code = TypeVar("Code", bound=enum.StrEnum)


def filters() -> Filters:
    """The filters of the present address; what is not known there is passed over."""
    return filters_of(request.args)


def filters_of(given: MultiDict[str, str]) -> Filters:
    """The filters that were given; what is not known is passed over."""
    return Filters(state=_codes(given, "state", LetterState), kind=_codes(given, "kind", LetterKind))


def arguments(chosen: Filters) -> dict[str, Any]:
    """What the address of a log with these filters says."""
    said = {"state": [str(state) for state in chosen.state], "kind": [str(kind) for kind in chosen.kind]}
    return {name: codes for name, codes in said.items() if codes}


def url(event: Event, chosen: Filters, page: int = 1, kept: int | None = None) -> str:
    """The address of a log; `kept` names the kept filters with which one began."""
    beyond = page if page > 1 else None
    return url_for("organiser.letters", slug=event.slug, **arguments(chosen), kept=kept, page=beyond)


def _codes(given: MultiDict[str, str], name: str, kind: type[Code]) -> tuple[Code, ...]:
    asked = set(given.getlist(name))
    return tuple(member for member in kind if member.value in asked)
