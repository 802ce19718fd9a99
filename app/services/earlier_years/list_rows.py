"""The rows of a list, judged one by one and beside each other; nothing is changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import NamedTuple

from app.lib import addresses
from app.lib.handed_tables import Table
from app.lib.names import looks_like_a_name, normalised_address, tidy, tokens
from app.lib.spreadsheet_safe import as_typed
from app.models import Body, Category, Gender, Mode, Role
from app.services import admission_rules
from app.services.earlier_years import list_reasons as reasons
from app.services.earlier_years.list_capacity import capacity_of
from app.services.earlier_years.list_kinds import MOST_PEOPLE, NAMES, ListKind, Question, day_of
from app.services.earlier_years.list_reasons import Reason
from app.services.earlier_years.list_words import FIELDS, NO, TEXT, YES, Meanings

Attributes = tuple[Category, int | None, Role | None, Mode, Gender | None]
Identity = tuple[str, tuple[str, ...], str]
_LONGEST = {"given_name": 100, "family_name": 100, "title": 100, "function": 200, "service": 200}


@dataclass(frozen=True)
class Earlier:
    """Somebody of an earlier year, or several alike of whom there are no names."""

    category: Category
    body: Body | None
    role: Role | None
    mode: Mode
    gender: Gender | None
    body_text: str | None = None
    # The days on which somebody came; one that is None is not known. An empty set: did not come. None: not said.
    came: frozenset[date | None] | None = None
    told: Mapping[str, str | None] = field(default_factory=dict)  # names and what else is about the person

    @property
    def attributes(self) -> Attributes:
        """What people without names are told apart by."""
        return self.category, self.body.id if self.body else None, self.role, self.mode, self.gender

    @property
    def affiliation(self) -> str:
        """Whom somebody represents, as it is compared."""
        return self.body.code if self.body else " ".join(tokens(self.body_text or ""))

    @property
    def is_named(self) -> bool:
        """Whether the list says who it is."""
        return self.told.get("family_name") is not None

    @property
    def identity(self) -> Identity:
        """By what somebody is known again on the list: the address, the words of the name in any order, the affiliation."""
        names = (self.told.get("given_name") or "", self.told.get("family_name") or "")
        words = sorted(word for name in names for word in tokens(name))
        return normalised_address(self.told.get("email") or ""), tuple(words), self.affiliation

    def without_names(self) -> Earlier:
        """The same, with nothing left that is about a person."""
        return replace(self, told={}, body_text=None)


class Line(NamedTuple):
    """A row: so many people, or why there are none."""

    number: int  # as a spreadsheet counts; the head is row 1
    earlier: Earlier | None
    people: int = 1
    reason: Reason | None = None


def judged(question: Question, columns: Sequence[str], table: Table, meanings: Meanings) -> list[Line]:
    """Each row that says something, with the reason if it cannot be taken over."""
    reader = _Reader(question, columns, meanings)
    lines = [reader.line(number, cells) for number, cells in enumerate(table[1:], 2) if cells]
    lines = _beside_each_other(lines)
    if sum(line.people for line in lines if line.reason is None) > MOST_PEOPLE:
        return [Line(1, None, 0, Reason(reasons.TOO_MANY, {"most": MOST_PEOPLE}))]
    return lines


class _Reader:
    """Reads the rows of a list whose columns are known."""

    def __init__(self, question: Question, columns: Sequence[str], meanings: Meanings) -> None:
        self._question, self._columns, self._meanings = question, columns, meanings
        self._named = bool(set(NAMES) & set(columns))

    def line(self, number: int, row: Sequence[str]) -> Line:
        """One row."""
        padded = [*row, *[""] * len(self._columns)]
        cells = {name: as_typed(padded[place]).strip() for place, name in enumerate(self._columns) if name}
        try:
            return Line(number, self._earlier(cells), self._people(cells))
        except reasons.Unfit as unfit:
            return Line(number, None, 0, unfit.reason)

    def _earlier(self, cells: Mapping[str, str]) -> Earlier:
        codes = self._meant(cells)
        text = tidy(cells.get("body")) if codes["body"] == TEXT else None
        body = self._meanings.bodies.get(codes["body"] or "")
        category = capacity_of(codes["category"], body, text, self._question)
        role = Role(codes["role"]) if codes["role"] else None
        if role is not None and role not in admission_rules.roles_of(category):
            raise reasons.Unfit(reasons.ROLE_DOES_NOT_FIT)
        gender = Gender(codes["gender"]) if codes["gender"] else None
        told = self._told(cells)
        came = self._came(codes)
        return Earlier(category, body, role, self._mode(codes["mode"]), gender, text, came, told)

    def _meant(self, cells: Mapping[str, str]) -> dict[str, str | None]:
        """What the words of a row mean; each that is not known is noted before the row is given up."""
        kinds = {name: "came" if day_of(name) else name for name in cells}
        words = {name: cell for name, cell in cells.items() if cell and kinds[name] in FIELDS}
        codes: dict[str, str | None] = dict.fromkeys((*cells, *FIELDS))
        codes |= {name: self._meanings.of(kinds[name], cell) for name, cell in words.items()}
        for name, cell in words.items():
            if codes[name] is None:
                raise reasons.Unfit(reasons.UNKNOWN_WORD, word=cell[:60])
        return codes

    def _mode(self, code: str | None) -> Mode:
        offered = self._question.event.modes
        mode = Mode(code) if code else self._question.mode or (offered[0] if len(offered) == 1 else None)
        if mode is None:
            raise reasons.Unfit(reasons.MODE_MISSING)
        if mode not in offered:
            raise reasons.Unfit(reasons.MODE_NOT_OFFERED)
        return mode

    def _told(self, cells: Mapping[str, str]) -> dict[str, str | None]:
        if not self._named:
            return {}
        told = {name: tidy(cells.get(name)) for name in _LONGEST}
        if "name" in cells:
            told["given_name"], told["family_name"] = reasons.name_parts(tidy(cells["name"]) or "")
        if told["family_name"] is None:
            raise reasons.Unfit(reasons.NAME_MISSING)
        if not all(looks_like_a_name(told[name] or "a") for name in ("given_name", "family_name")):
            raise reasons.Unfit(reasons.NOT_A_NAME)
        if any(len(told[name] or "") > most for name, most in _LONGEST.items()):
            raise reasons.Unfit(reasons.TOO_LONG)
        typed = cells.get("email")
        told["email"] = addresses.normal(typed) if typed else None
        if typed and told["email"] is None:
            raise reasons.Unfit(reasons.NO_ADDRESS)
        return told

    def _people(self, cells: Mapping[str, str]) -> int:
        if "number" not in cells:
            return 1
        typed = cells["number"]
        if not (typed.isascii() and typed.isdecimal() and len(typed) <= 4 and 0 < int(typed) <= MOST_PEOPLE):
            raise reasons.Unfit(reasons.NO_NUMBER, most=MOST_PEOPLE)
        return int(typed)

    def _came(self, codes: Mapping[str, str | None]) -> frozenset[date | None] | None:
        on_days = frozenset(day for name, code in codes.items() if code == YES and (day := day_of(name)))
        if self._question.kind is ListKind.EVERYONE:
            return None
        if self._question.kind is ListKind.ONLY_WHO_CAME:
            return on_days or frozenset({None})
        if codes["came"] == NO and on_days:
            raise reasons.Unfit(reasons.CAME_CONTRADICTS)
        return on_days or (frozenset({None}) if codes["came"] == YES else frozenset())


def _beside_each_other(lines: Sequence[Line]) -> list[Line]:
    """The rows with what is wrong because of an earlier one: the same person, a second head."""
    people: dict[Identity, int] = {}
    heads: dict[int, int] = {}
    return [_beside_others(line, people, heads) for line in lines]


def _beside_others(line: Line, people: dict[Identity, int], heads: dict[int, int]) -> Line:
    one = line.earlier
    if one is None:
        return line
    if one.is_named and (first := people.setdefault(one.identity, line.number)) != line.number:
        return line._replace(earlier=None, people=0, reason=Reason(reasons.TWICE, {"row": first}))
    if one.role is Role.HEAD and one.body is not None:
        first = heads.setdefault(one.body.id, line.number)
        if first != line.number or line.people > 1:
            return line._replace(earlier=None, people=0, reason=Reason(reasons.HEAD_TWICE, {"row": first}))
    return line
