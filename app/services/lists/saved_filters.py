"""Filters that organisers kept under a name for a list: for one event, or for every event. All organisers share them.

The words of a search are never among them: they are names of people.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import or_, select

from app.extensions import db
from app.lib.clock import now
from app.lib.names import fold
from app.lib.wording import N_
from app.models import Event, SavedFilter, User
from app.services import audit
from app.services.actors import Actor
from app.services.errors import EditedMeanwhile, Invalid, NotFound, Refused
from app.services.lists import kept_names

MOST = 20  # of one list, for one event or for all: each is a link with its number
Chosen = dict[str, list[str]]  # filter by filter, as the address says them
OF_ONE_EVENT = frozenset({"session"})  # filters that mean nothing at another event


class NothingToKeep(Invalid):
    """Filters narrow a list."""

    code = "nothing_to_keep"
    field = "name"
    sentence = N_("Choose at least one filter first. The words of a search are not kept.")


class OfOneEvent(Invalid):
    """A session belongs to its event."""

    code = "of_one_event"
    field = "scope"
    sentence = N_("Filters that name a session can be kept for this event only.")


class TooManyKept(Refused):
    """More would be a list to search in."""

    code = "too_many_kept"
    sentence = N_("%(most)s are kept already, which is the most. Remove one first.")


def kept(of_list: str, event: Event) -> list[SavedFilter]:
    """Those of a list that serve at an event, by their names; in one statement."""
    serving = or_(SavedFilter.event_id == event.id, SavedFilter.event_id.is_(None))
    found = db.session.scalars(select(SavedFilter).where(SavedFilter.of_list == of_list, serving))
    return sorted(found, key=lambda row: (fold(row.name), row.id))


def of_id(filter_id: int, of_list: str, event: Event) -> SavedFilter:
    """Filters of a list that serve at an event.

    Raises:
        NotFound: there are none with that id, or they are another event's.
    """
    found = db.session.get(SavedFilter, filter_id)
    if found is None or found.of_list != of_list or found.event_id not in {None, event.id}:
        raise NotFound
    return found


def keep(
    of_list: str, event: Event, name: str, chosen: Chosen, user: User, actor: Actor, *, everywhere: bool
) -> SavedFilter:
    """Keep filters under a name, for this event or for every event.

    Raises:
        NameMissing, NameTaken, NothingToKeep, OfOneEvent, TooManyKept: as their names say.
    """
    there = kept(of_list, event)
    _look(name, chosen, there, everywhere=everywhere)
    if len(there) >= MOST:
        raise TooManyKept(most=MOST)
    row = SavedFilter(
        of_list=of_list, event_id=None if everywhere else event.id, name=name, chosen=chosen, user_id=user.id,
        saved_at=now(),
    )  # fmt: skip
    kept_names.add(row)
    audit.record(actor, "saved_filter.kept", row, **_on_record(row))
    return row


def rename(row: SavedFilter, name: str, seen: int, event: Event, actor: Actor) -> None:
    """Give kept filters another name.

    Raises:
        NameMissing, NameTaken: as their names say.
        EditedMeanwhile: they are not what was looked at.
    """
    _as_seen(row, seen)
    _look(name, row.chosen, [other for other in kept(row.of_list, event) if other is not row])
    row.name = name
    db.session.flush()
    audit.record(actor, "saved_filter.renamed", row, **_on_record(row))


def replace(row: SavedFilter, chosen: Chosen, user: User, seen: int, actor: Actor) -> None:
    """Put other filters in the place of those kept under a name.

    Raises:
        NothingToKeep, OfOneEvent: as their names say.
        EditedMeanwhile: they are not what was looked at.
    """
    _as_seen(row, seen)
    _look(row.name, chosen, everywhere=row.event_id is None)
    row.chosen, row.user_id, row.saved_at = chosen, user.id, now()
    db.session.flush()
    audit.record(actor, "saved_filter.replaced", row, **_on_record(row))


def remove(row: SavedFilter, actor: Actor) -> None:
    """Keep filters no longer."""
    audit.record(actor, "saved_filter.removed", row, **_on_record(row))
    db.session.delete(row)
    db.session.flush()


def same(one: Mapping[str, Sequence[str]], other: Mapping[str, Sequence[str]]) -> bool:
    """Whether two sets of filters ask for the same."""
    return {name: set(codes) for name, codes in one.items()} == {
        name: set(codes) for name, codes in other.items()
    }


def _look(name: str, chosen: Chosen, others: Sequence[SavedFilter] = (), *, everywhere: bool = False) -> None:
    kept_names.check(name, others)
    if not chosen:
        raise NothingToKeep
    if everywhere and OF_ONE_EVENT & chosen.keys():
        raise OfOneEvent


def _as_seen(row: SavedFilter, seen: int) -> None:
    if row.version != seen:
        raise EditedMeanwhile


def _on_record(row: SavedFilter) -> dict[str, Any]:
    """Of which event, and which filters they are; never their name nor what they ask for."""
    return {"event_id": row.event_id, "fields": sorted(row.chosen)}
