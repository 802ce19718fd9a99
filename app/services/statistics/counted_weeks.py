"""In which week somebody registered, as an expression: both databases count it, and time zones are left to Python."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Integer, bindparam, case, literal_column

from app.models import Origin, Registration

WEEKS = 32  # how many mondays are asked for


def moments(mondays: Sequence[datetime]) -> dict[str, datetime]:
    """The mondays as the expression wants them: `WEEKS` of them in their order."""
    return {_name(number): monday for number, monday in enumerate(mondays, 1)}


def week() -> ColumnElement[int | None]:
    """The number of the week; 0 is the time before the first of the mondays. None where it is not recorded: of a list."""
    return case((Registration.origin != Origin.IMPORT, _begun(0, WEEKS)))


def _begun(least: int, most: int) -> ColumnElement[int]:
    """How many mondays had begun by then; each comparison halves those that are left."""
    if least == most:
        return literal_column(str(least), Integer)
    middle = (least + most + 1) // 2
    monday = bindparam(_name(middle), type_=Registration.registered_at.type)
    later, earlier = _begun(middle, most), _begun(least, middle - 1)
    return case((Registration.registered_at >= monday, later), else_=earlier)


def _name(number: int) -> str:
    return f"monday_{number}"
