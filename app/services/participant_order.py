"""The orders of the list and of its export, the same on both databases."""

from __future__ import annotations

import enum
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, SQLColumnExpression, case, literal, literal_column

from app.models import Category, Registration, Role

_PRECEDENCE = [Role.HEAD, Role.NATIONAL_CORRESPONDENT, Role.DELEGATE, Role.ALTERNATE, Role.ADVISER]


class Order(enum.StrEnum):
    BODY = "body"  # member states, other bodies, typed affiliations; inside each by precedence
    NAME = "name"
    SINCE = "since"  # when it was made


@dataclass(frozen=True)
class Sorting:
    """An order and its direction."""

    by: Order = Order.BODY
    down: bool = False

    @property
    def code(self) -> str:
        """As it stands in an address: `-` before the order turns it round."""
        return f"-{self.by}" if self.down else str(self.by)

    @classmethod
    def of_code(cls, code: str) -> Sorting:
        """The order that a code stands for; that of the bodies if there is no such code."""
        by = code.removeprefix("-")
        return cls(Order(by), code.startswith("-")) if by in set(Order) else cls()


class Window(NamedTuple):
    """The bodies (None: a typed affiliation) to which some lines of the list belong, and how many lines to pass over."""

    bodies: list[int | None]
    offset: int


def columns(
    sorting: Sorting, bodies: Sequence[int | None] = (), unnamed: ColumnElement[bool] | None = None
) -> list[SQLColumnExpression[Any]]:
    """What to order by. `bodies` are those that occur, in their order, where the order is that of the bodies.

    `unnamed` says who stands there without a name: they come after those with one, in no order that tells it.
    """
    names = [Registration.sort_name.expression] if unnamed is None else _by_shown_name(unnamed)
    if sorting.by is Order.NAME:
        return [*(_directed(name, sorting) for name in names), _directed(Registration.id, sorting)]
    if sorting.by is Order.SINCE:
        return [_directed(Registration.created_at, sorting), _directed(Registration.id, sorting)]
    return [_rank(Registration.body_id, bodies), *_INSIDE_A_BODY, *names, Registration.id.expression]


def in_order(directory: Sequence[int], sorting: Sorting) -> list[int | None]:
    """The bodies as this order has them: typed affiliations come after all bodies, turned round before them."""
    ordered: list[int | None] = [*directory, None]
    return ordered[::-1] if sorting.down else ordered


def window(numbers: Mapping[int | None, int], ordered: Sequence[int | None], start: int, size: int) -> Window:
    """The bodies among which lines `start` to `start + size` are found, so that only these need to be sorted."""
    touched: list[int | None] = []
    passed, offset = 0, 0
    for body in ordered:
        number = numbers.get(body, 0)
        if number and passed + number > start and passed < start + size:
            if not touched:
                offset = start - passed
            touched.append(body)
        passed += number
    return Window(touched, offset)


def _rank(column: Any, members: Sequence[Any]) -> ColumnElement[int]:
    whens = [
        (column.is_(None) if member is None else column == member, literal(rank))
        for rank, member in enumerate(members)
    ]
    return case(*whens, else_=len(whens)) if whens else literal(0)


def _by_shown_name(unnamed: ColumnElement[bool]) -> list[SQLColumnExpression[Any]]:
    return [
        case((unnamed, 1), else_=0),
        case((unnamed, Registration.reference), else_=Registration.sort_name),
    ]


def _directed(column: Any, sorting: Sorting) -> ColumnElement[Any]:
    directed: ColumnElement[Any] = column.desc() if sorting.down else column.asc()
    return directed


def _fixed_rank(column: Any, members: Sequence[enum.StrEnum]) -> ColumnElement[int]:
    """A rank that is always the same. It stands in the text of a statement twice: values would make that too long to be kept."""
    whens: dict[Any, Any] = {
        literal_column(f"'{member.value}'"): literal_column(str(at)) for at, member in enumerate(members)
    }
    return case(whens, value=column, else_=literal_column(str(len(whens))))


_INSIDE_A_BODY: list[SQLColumnExpression[Any]] = [
    _fixed_rank(Registration.category, list(Category)),
    _fixed_rank(Registration.role, _PRECEDENCE),
]
