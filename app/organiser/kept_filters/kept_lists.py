"""The lists whose filters can be kept: how each reads its address, writes one, and says its filters in words."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from flask import url_for
from werkzeug.datastructures import MultiDict

from app.models import Event
from app.models.labels import label
from app.organiser.letters import letter_words, letters_address
from app.organiser.messages import message_words
from app.organiser.participants import participants_address
from app.services.lists.saved_filters import Chosen
from app.web.locale import language

Words = list[tuple[str, str]]  # what each filter asks for, and what was chosen


class KeptList(NamedTuple):
    """A list: its code, its page, the filters of the present address, all that this address says, filters in words."""

    code: str
    endpoint: str
    chosen: Callable[[], Chosen]
    arguments: Callable[[], dict[str, Any]]
    words: Callable[[Event, Chosen], Words]

    def address(self, event: Event, chosen: Chosen, kept: int) -> str:
        """The list with filters that were kept."""
        said: dict[str, Any] = {**chosen, "kept": kept}
        return url_for(self.endpoint, slug=event.slug, **said)

    def here(self, event: Event, kept: int | None = None) -> str:
        """The list as the present address has it; `kept` are the filters that it began with."""
        said = self.arguments() | ({"kept": kept} if kept else {})
        return url_for(self.endpoint, slug=event.slug, **said)


def _participants_chosen() -> Chosen:
    said = participants_address.arguments(participants_address.filters().without("words"))
    return {name: codes for name, codes in said.items() if isinstance(codes, list)}


def _participants_arguments() -> dict[str, Any]:
    return participants_address.arguments(participants_address.filters(), participants_address.sorting())


def _participants_words(event: Event, chosen: Chosen) -> Words:
    return message_words.chosen(event, participants_address.filters_of(MultiDict(chosen)))


def _letters_chosen() -> Chosen:
    return letters_address.arguments(letters_address.filters())


def _letters_words(_event: Event, chosen: Chosen) -> Words:
    filters = letters_address.filters_of(MultiDict(chosen))
    return [
        (letter_words.filter_label(name), ", ".join(label(code, language()) for code in codes))
        for name, codes in (("state", filters.state), ("kind", filters.kind))
        if codes
    ]


LISTS = {
    "participants": KeptList(
        "participants",
        "organiser.participants",
        _participants_chosen,
        _participants_arguments,
        _participants_words,
    ),
    "letters": KeptList("letters", "organiser.letters", _letters_chosen, _letters_chosen, _letters_words),
}
