"""What organisers keep for a list is found again by its name: no two have the same, whatever the capitals or accents."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from sqlalchemy.exc import IntegrityError

from app.extensions import db
from app.lib.names import fold
from app.lib.wording import N_
from app.models import ListChoice, SavedFilter
from app.services.errors import Invalid, Refused

Kept = ListChoice | SavedFilter


class NameMissing(Invalid):
    """It could not be found again."""

    code = "name_missing"
    field = "name"
    sentence = N_("Enter a name.")


class NameTaken(Refused):
    """Another has that name, perhaps with other capitals or accents."""

    code = "name_taken"
    field: ClassVar[str | None] = "name"
    sentence = N_("There is something of that name already. Choose another one.")


def check(name: str, others: Iterable[Kept]) -> None:
    """Make sure that something can be kept under a name beside others.

    Raises:
        NameMissing, NameTaken: as their names say.
    """
    if not name:
        raise NameMissing
    if any(fold(other.name) == fold(name) for other in others):
        raise NameTaken


def add(row: Kept) -> None:
    """Keep something new.

    Raises:
        NameTaken: somebody else has kept another under the name at the same moment.
    """
    try:
        with db.session.begin_nested():
            db.session.add(row)
    except IntegrityError:
        raise NameTaken from None
