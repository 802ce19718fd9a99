"""The directory of correspondents and contact points from a spreadsheet: all rows are right, or nothing is imported."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import select

from app.extensions import db
from app.lib import addresses, marks
from app.lib.handed_tables import Table, headed
from app.lib.names import fold, looks_like_a_name, tidy
from app.lib.spreadsheet_safe import as_typed
from app.lib.wording import N_
from app.models import Body, Language, Mandate, Person
from app.services import audit, mandates
from app.services.actors import Actor
from app.services.mandates import Given, Named

MOST = 1_000  # rows of a file

_HEADS: dict[str, tuple[str, ...]] = {
    "body": ("body", "state", "code", "body, code", "entité", "état", "code de l’entité", "entité, code"),
    "given_name": ("given name", "first name", "prénom"),
    "family_name": ("family name", "last name", "surname", "nom", "nom de famille"),
    "title": ("title", "title or rank", "rank", "titre", "titre ou grade", "grade"),
    "email": ("e-mail", "email", "e-mail address", "courriel", "adresse électronique"),
    "language": ("language", "langue"),
    "from_date": ("from", "since", "from date", "depuis", "du"),
    "until_date": ("until", "until date", "to", "jusqu’au", "jusqu'au", "au"),
}
# Stand in an export for whoever reads it; no row is judged by them.
_PASSED_OVER = {fold(name) for name in ("name of the body", "nom de l’entité")}
_COLUMN = {fold(name): column for column, names in _HEADS.items() for name in names}
_LANGUAGES = {"en": Language.EN, "english": Language.EN, "anglais": Language.EN, "fr": Language.FR,
              "french": Language.FR, "francais": Language.FR}  # fmt: skip

TOO_MANY_ROWS = N_("The file has more than 1,000 rows. Import it in parts.")
COLUMN_TWICE = N_("Two columns say the same. Leave one of them out.")
COLUMN_MISSING = N_("The columns body, family name and e-mail address are needed. The first row names them.")
BODY_UNKNOWN = N_("No body has this code or name.")
BODY_SENDS_NOBODY = N_("This body sends nobody to events of the Network.")
NAME_MISSING = N_("The family name is missing, or is no name.")
NAME_TOO_LONG = N_("Names and titles have 100 letters at most.")
NO_ADDRESS = N_("This is not an e-mail address. It looks like name@example.org")
UNKNOWN_LANGUAGE = N_("This language is not known: English or French.")
NO_DAY = N_("This is not a day. It looks like 2027-06-09.")
ENDS_BEFORE_START = N_("The mandate ends before it begins.")
TWICE = N_("This person stands for this body in an earlier row.")


@dataclass(frozen=True)
class Line:
    """A row: a mandate to be given, or what is wrong with it (a message id)."""

    number: int  # as a spreadsheet counts; the head is row 1
    problem: str = ""
    body: Body | None = None
    named: Named | None = None
    from_date: date | None = None
    until_date: date | None = None
    known: bool = False  # such a mandate is there already: nothing will change
    differs: bool = False  # it is there with other days, which stay


Period = tuple[date, date | None]


def check(table: Table) -> list[Line]:
    """Each row, judged; nothing is changed. The same file a second time has nothing new."""
    columns = [_COLUMN[fold(name)] for name in table[0] if fold(name) in _COLUMN]
    if not {"body", "family_name", "email"} <= set(columns):
        return [Line(1, COLUMN_MISSING)]
    if len(set(columns)) < len(columns):
        return [Line(1, COLUMN_TWICE)]
    if len(table) > MOST + 1:
        return [Line(1, TOO_MANY_ROWS)]
    bodies, there, lines = _bodies(), _mandates(), []
    before: dict[tuple[int, str], list[Period]] = {}
    for number, row in headed(table):
        cells = {_COLUMN[fold(name)]: as_typed(cell) for name, cell in row.items() if fold(name) in _COLUMN}
        lines.append(_in_context(_line(number, cells, bodies), there, before))
    return lines


def unused(table: Table) -> list[str]:
    """The heads of columns that are not taken over."""
    return [
        name for name in table[0] if name and fold(name) not in _COLUMN and fold(name) not in _PASSED_OVER
    ]


def carried(lines: Sequence[Line]) -> str:
    """Rows that are right as a text from which the same rows are read again, each with its number."""
    text, number = io.StringIO(), 1
    writer = csv.writer(text, delimiter="\t")
    writer.writerow(names[0] for names in _HEADS.values())
    for line in lines:
        if line.body is None or line.named is None or line.from_date is None:
            continue
        for _ in range(line.number - number - 1):
            writer.writerow([])
        number, one = line.number, line.named
        days = (line.from_date.isoformat(), line.until_date.isoformat() if line.until_date else "")
        writer.writerow(
            (line.body.code, one.given_name, one.family_name, one.title, one.email, one.language.value, *days)
        )
    return text.getvalue()


def mark(lines: Sequence[Line]) -> str:
    """A mark of what becomes of each row, for whoever imports what was shown."""
    return marks.of([(line.number, line.body and line.body.id, line.known, line.differs) for line in lines])


def take_over(lines: Sequence[Line], actor: Actor) -> int:
    """Give the mandates of rows that were judged; returns how many are new.

    Raises:
        ValueError: a row is wrong; nothing is changed.
    """
    if any(line.problem for line in lines):
        raise ValueError("a row is wrong")
    mandates.lock({line.body.id for line in lines if line.body is not None})
    there = _mandates()  # once more: somebody else may have been quicker
    given = [
        Given(line.body, line.named, line.from_date, line.until_date)
        for line in lines
        if line.body is not None and line.named is not None and line.from_date is not None
    ]
    new = [one for one in given if not _met(one, there)]
    mandates.begin_all(new, actor)
    audit.record(actor, "mandates.imported", fields=[f"rows:{len(lines)}", f"new:{len(new)}"])
    return len(new)


def _bodies() -> dict[str, Body]:
    """Bodies by whatever people call them: codes, aliases, names in both languages."""
    found: dict[str, Body] = {}
    for body in db.session.scalars(select(Body)):
        for name in (body.name_fr, body.name_en, body.alias, body.iso2, body.code):
            if name:
                found[fold(name)] = body
    return found


def _mandates() -> dict[tuple[int, str], list[Period]]:
    """The days of the mandates that are there, by body and by what the person is known by."""
    query = select(Mandate.body_id, Person.identity_key, Mandate.from_date, Mandate.until_date)
    found: dict[tuple[int, str], list[Period]] = {}
    rows = db.session.execute(query.join(Mandate.person).order_by(Mandate.id)).tuples()
    for body_id, key, begins, ends in rows:
        found.setdefault((body_id, key or ""), []).append((begins, ends))
    return found


def _met(one: Given, there: Mapping[tuple[int, str], list[Period]]) -> list[Period]:
    key = (one.body.id, mandates.key_of(one.named))
    return _overlapping((one.from_date, one.until_date), there.get(key, ()))


def _in_context(
    line: Line, there: Mapping[tuple[int, str], list[Period]], before: dict[tuple[int, str], list[Period]]
) -> Line:
    """A row beside the mandates that are there and the rows before it."""
    if line.body is None or line.named is None or line.from_date is None:
        return line
    key, period = (line.body.id, mandates.key_of(line.named)), (line.from_date, line.until_date)
    if _overlapping(period, before.get(key, ())):
        return Line(line.number, TWICE)
    before.setdefault(key, []).append(period)
    met = _overlapping(period, there.get(key, ()))
    return replace(line, known=bool(met), differs=bool(met) and period not in met)


def _overlapping(period: Period, others: Iterable[Period]) -> list[Period]:
    begins, ends = period
    return [
        other
        for other in others
        if (other[1] is None or begins <= other[1]) and (ends is None or other[0] <= ends)
    ]


def _line(number: int, cells: Mapping[str, str], bodies: Mapping[str, Body]) -> Line:
    body = bodies.get(fold(cells.get("body", "")))
    given, family, title = (tidy(cells.get(name)) for name in ("given_name", "family_name", "title"))
    email = addresses.normal(cells.get("email"))
    spoken = fold(cells.get("language", ""))
    begins, ends = _day(cells.get("from_date", "")), _day(cells.get("until_date", ""))
    problems = {
        BODY_UNKNOWN: body is None,
        BODY_SENDS_NOBODY: body is not None and not mandates.may_have(body),
        NAME_MISSING: not family or not all(looks_like_a_name(name) for name in (given, family) if name),
        NAME_TOO_LONG: max(len(given or ""), len(family or ""), len(title or "")) > 100,
        NO_ADDRESS: email is None,
        UNKNOWN_LANGUAGE: bool(spoken) and spoken not in _LANGUAGES,
        NO_DAY: begins is _NOT_A_DAY or ends is _NOT_A_DAY,
    }
    problem = next((words for words, wrong in problems.items() if wrong), "")
    from_date = begins or mandates.today()
    if not problem and ends is not None and ends < from_date:
        problem = ENDS_BEFORE_START
    if problem or body is None or family is None or email is None:
        return Line(number, problem)
    named = Named(family, email, _LANGUAGES.get(spoken, Language.EN), given, title)
    return Line(number, "", body, named, from_date, ends)


_NOT_A_DAY = date.min
_WAYS = ("%Y-%m-%d", "%d.%m.%Y", "%d/%m/%Y")  # the day stands before the month
_YEARS = range(1990, 2101)


def _day(text: str) -> date | None:
    first = text.split(" ")[0] if text.strip() else ""
    if not first:
        return None
    for way in _WAYS:
        try:
            day = datetime.strptime(first, way).date()  # noqa: DTZ007 - a day has no time zone
        except ValueError:
            continue
        return day if day.year in _YEARS else _NOT_A_DAY
    return _NOT_A_DAY
