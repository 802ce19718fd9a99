"""Columns that organisers chose once for a list and kept under a name; all organisers share them, at every event."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from app.extensions import db
from app.lib.clock import now
from app.lib.names import fold
from app.lib.wording import N_
from app.models import ListChoice, User
from app.services import audit
from app.services.actors import Actor
from app.services.errors import EditedMeanwhile, Invalid, NotFound
from app.services.lists import kept_names, list_columns


class NothingToKeep(Invalid):
    """A choice is of columns."""

    code = "nothing_to_keep"
    field = "columns"
    sentence = N_("Choose at least one column.")


def kept() -> list[ListChoice]:
    """All choices, by their names."""
    return sorted(db.session.scalars(select(ListChoice)), key=lambda choice: (fold(choice.name), choice.id))


def of_id(choice_id: int) -> ListChoice:
    """A choice.

    Raises:
        NotFound: there is none with that id, or none any more.
    """
    found = db.session.get(ListChoice, choice_id)
    if found is None:
        raise NotFound
    return found


def columns_of(choice: ListChoice) -> tuple[str, ...]:
    """Its columns in their order; those that there are no more are passed over."""
    return list_columns.known(choice.columns)


def keep(name: str, columns: Sequence[str], user: User, actor: Actor) -> ListChoice:
    """Keep columns in their order under a name.

    Raises:
        NameMissing, NameTaken, NothingToKeep: as their names say.
    """
    kept_names.check(name, kept())
    codes = _codes(columns)
    choice = ListChoice(name=name, columns=codes, user_id=user.id, saved_at=now())
    kept_names.add(choice)
    audit.record(actor, "list_choice.kept", choice, fields=codes)
    return choice


def replace(
    choice: ListChoice, columns: Sequence[str], user: User, seen: Sequence[str], actor: Actor
) -> None:
    """Put other columns in the place of those kept under a name, `seen` as they were looked at.

    Raises:
        NothingToKeep: there are none.
        EditedMeanwhile: somebody else has put others there; whoever wants just these is not bothered.
    """
    codes = _codes(columns)
    db.session.refresh(choice, with_for_update=True)
    if choice.columns not in (list(seen), codes):
        raise EditedMeanwhile
    choice.columns = codes
    choice.user_id, choice.saved_at = user.id, now()
    audit.record(actor, "list_choice.replaced", choice, fields=choice.columns)


def remove(choice: ListChoice, actor: Actor) -> None:
    """Keep a choice no longer. Files made with it stay what they are."""
    audit.record(actor, "list_choice.removed", choice)
    db.session.delete(choice)


def _codes(columns: Sequence[str]) -> list[str]:
    codes = list(list_columns.known(columns))
    if not codes:
        raise NothingToKeep
    return codes
