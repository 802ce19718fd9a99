"""The log of an event's letters: what was sent, to whom, and what became of it; narrowed and paged by its address."""

from __future__ import annotations

import enum
from collections import Counter
from typing import Any, TypeVar

from flask import render_template, request
from werkzeug.datastructures import MultiDict

from app.lib.clock import now
from app.models import Event, LetterKind, LetterState
from app.models.labels import label
from app.organiser import kept_row
from app.organiser.door import bp
from app.organiser.kept_number import begun_with
from app.organiser.kept_row import KeptRow
from app.organiser.letters import letter_words as words
from app.organiser.letters import letters_address as address
from app.organiser.messages import message_words
from app.organiser.participants.participant_questions import Question
from app.organiser.participants.participants_address import numbers
from app.services import letter_failures, letter_log, letter_sending_again, letter_waiting
from app.services.letter_log import Filters, LogPage
from app.services.lists import saved_filters
from app.web import access, mail_banner
from app.web.event_pages import event_of_user
from app.web.locale import language

Code = TypeVar("Code", bound=enum.StrEnum)


@bp.get("/events/<slug>/letters")
@access.allow(access.ORGANISERS)
def letters(slug: str) -> str:
    """The log."""
    event, filters = event_of_user(slug), address.filters()
    page = letter_log.page(event, filters, next(iter(numbers([request.args.get("page", "")])), 1))
    mail, at = mail_banner.mail_state(), now()
    return render_template(
        "organiser/letters/log.html",
        event=event,
        page=page,
        filters=filters,
        failures=letter_failures.of_event(event),
        refusal=letter_sending_again.refusal,
        questions=_questions(event, filters, page),
        parts=_parts(event, filters, page),
        links=_links(event, filters, page),
        kept=_kept(event, filters, page),
        kind=words.kind,
        called=message_words.title,
        waits=lambda letter: words.waiting(letter_waiting.why(letter, event, mail, at), event),
    )


def _kept(event: Event, filters: Filters, page: LogPage) -> KeptRow:
    kept, chosen = saved_filters.kept("letters", event), address.arguments(filters)
    numbers = [page.number_of(address.filters_of(MultiDict(row.chosen))) for row in kept]
    return kept_row.row("letters", event, kept, numbers, chosen, chosen)


def _url(event: Event, filters: Filters, page: int = 1) -> str:
    return address.url(event, filters, page, begun_with() if filters else None)


def _parts(event: Event, filters: Filters, page: LogPage) -> list[dict[str, Any]]:
    """The letters by their state, each a link that narrows the list; the numbers add up to what the kinds chosen give."""
    shown = [state for state in LetterState if page.states[state]]
    return [
        {
            "value": f"{'=' if number == 0 else '+'} {page.states[state]}",
            "text": label(state, language()),
            "href": _url(event, Filters(state=(state,), kind=filters.kind)),
        }
        for number, state in enumerate(shown)
    ]


def _questions(event: Event, filters: Filters, page: LogPage) -> list[Question]:
    """The filters that give something, each with how much."""
    without = {
        "state": Filters(kind=filters.kind),
        "kind": Filters(state=filters.state),
    }
    offered = {
        "state": _choices(LetterState, page.states, filters.state),
        "kind": _choices(LetterKind, page.kinds, filters.kind),
    }
    return [
        Question(
            name,
            words.filter_label(name),
            choices,
            [str(value) for value in getattr(filters, name)],
            _url(event, without[name]),
        )
        for name, choices in offered.items()
    ]


def _choices(kind: type[Code], counted: Counter[Code], chosen: tuple[Code, ...]) -> list[tuple[str, str]]:
    return [
        (member.value, f"{label(member, language())} ({counted[member]})")
        for member in kind
        if counted[member] or member in chosen
    ]


def _links(event: Event, filters: Filters, page: LogPage) -> dict[str, str]:
    return {
        "previous": _url(event, filters, page.number - 1) if page.number > 1 else "",
        "next": _url(event, filters, page.number + 1) if page.number < page.pages else "",
        "all": _url(event, Filters()),
    }
