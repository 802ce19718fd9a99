"""The kept filters of a list as a row of links above it, with how many each finds, and which is in use."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import url_for

from app.models import Event, SavedFilter
from app.organiser.kept_number import begun_with
from app.services.lists import saved_filters
from app.services.lists.saved_filters import Chosen


@dataclass(frozen=True)
class Link:
    """Kept filters: their name, the list with them, how many they find, whether they are what is asked for now."""

    id: int
    name: str
    address: str
    number: int
    in_use: bool


@dataclass(frozen=True)
class KeptRow:
    """All links; where filters are in use that are not kept, the address to keep them; the page where all are changed."""

    links: Sequence[Link]
    begun_with: Link | None  # the filters that were kept, of which these are a change
    keep: str
    all: str


def row(
    of_list: str,
    event: Event,
    kept: Sequence[SavedFilter],
    numbers: Sequence[int],
    chosen: Chosen,
    arguments: dict[str, Any],
) -> KeptRow:
    """The row of a list that shows `chosen`; `arguments` are all that its address says."""
    endpoint, order = f"organiser.{of_list}", {"sort": arguments.get("sort")}
    links = [
        Link(
            found.id,
            found.name,
            _address(endpoint, event, found, order),
            number,
            saved_filters.same(found.chosen, chosen),
        )
        for found, number in zip(kept, numbers, strict=True)
    ]
    to_keep = bool(chosen) and not any(link.in_use for link in links)
    began = next((link for link in links if link.id == begun_with()), None) if to_keep else None
    said = arguments | {"kept": began.id if began else None}
    return KeptRow(
        links,
        began,
        url_for("organiser.saved_filter_new", slug=event.slug, of_list=of_list, **said) if to_keep else "",
        url_for("organiser.saved_filters", slug=event.slug, of_list=of_list) if links else "",
    )


def _address(endpoint: str, event: Event, found: SavedFilter, order: dict[str, Any]) -> str:
    said: dict[str, Any] = {**found.chosen, **order, "kept": found.id}
    return url_for(endpoint, slug=event.slug, **said)
