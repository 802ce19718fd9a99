"""The directory of correspondents and contact points from a spreadsheet: all rows are right, or nothing is imported."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from app.extensions import db
from app.lib import addresses
from app.lib.handed_tables import Table, headed
from app.lib.names import fold, looks_like_a_name, tidy
from app.lib.wording import N_
from app.models import Body, Language, Mandate
from app.services import audit, mandates
from app.services.actors import Actor
from app.services.delegation_errors import HasMandateAlready
from app.services.mandates import Named

_HEADS: dict[str, tuple[str, ...]] = {
    "body": ("body", "state", "code", "body, code", "entité", "état", "code de l’entité"),
    "given_name": ("given name", "first name", "prénom"),
    "family_name": ("family name", "last name", "surname", "nom", "nom de famille"),
    "title": ("title", "title or rank", "rank", "titre", "titre ou grade", "grade"),
    "email": ("e-mail", "email", "e-mail address", "courriel", "adresse électronique"),
    "language": ("language", "langue"),
    "from_date": ("from", "since", "from date", "depuis", "du"),
    "until_date": ("until", "until date", "to", "jusqu’au", "jusqu'au", "au"),
}
_COLUMN = {fold(name): column for column, names in _HEADS.items() for name in names}
_LANGUAGES = {"en": Language.EN, "english": Language.EN, "anglais": Language.EN, "fr": Language.FR,
              "french": Language.FR, "francais": Language.FR}  # fmt: skip

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
    known: bool = False  # the mandate runs already: nothing will change


def check(table: Table) -> list[Line]:
    """Each row, judged; nothing is changed. The same file a second time has nothing new."""
    columns = {_COLUMN.get(fold(name)) for name in table[0]}
    if not {"body", "family_name", "email"} <= columns:
        return [Line(1, COLUMN_MISSING)]
    bodies, seen, lines = _bodies(), set(), []
    for number, row in headed(table):
        cells = {_COLUMN[fold(name)]: cell for name, cell in row.items() if fold(name) in _COLUMN}
        line = _line(number, cells, bodies)
        if line.body is not None and line.named is not None:
            key = (line.body.id, line.named.email.casefold(), fold(line.named.family_name))
            line = Line(number, TWICE) if key in seen else line
            seen.add(key)
        lines.append(line)
    return lines


def take_over(lines: Sequence[Line], actor: Actor) -> int:
    """Give the mandates of rows that were judged; returns how many are new.

    Raises:
        ValueError: a row is wrong; nothing is changed.
    """
    if any(line.problem for line in lines):
        raise ValueError("a row is wrong")
    new = 0
    for line in lines:
        if line.body is None or line.named is None or line.from_date is None:
            continue
        try:
            mandates.begin(line.body, line.named, line.from_date, line.until_date, actor)
            new += 1
        except HasMandateAlready:
            continue
    audit.record(actor, "mandates.imported", fields=[f"rows:{len(lines)}", f"new:{new}"])
    return new


def _bodies() -> dict[str, Body]:
    """Bodies by whatever people call them: codes, aliases, names in both languages."""
    found: dict[str, Body] = {}
    for body in db.session.scalars(select(Body)):
        for name in (body.name_fr, body.name_en, body.alias, body.iso2, body.code):
            if name:
                found[fold(name)] = body
    return found


def _line(number: int, cells: Mapping[str, str], bodies: Mapping[str, Body]) -> Line:
    body = bodies.get(fold(cells.get("body", "")))
    given, family, title = (tidy(cells.get(name)) for name in ("given_name", "family_name", "title"))
    email = addresses.normal(cells.get("email"))
    spoken = fold(cells.get("language", ""))
    begins, ends = _day(cells.get("from_date", "")), _day(cells.get("until_date", ""))
    problems = {
        BODY_UNKNOWN: body is None,
        BODY_SENDS_NOBODY: body is not None and not body.selectable,
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
    return Line(number, "", body, named, from_date, ends, known=_is_known(body, named))


_NOT_A_DAY = date.min


def _day(text: str) -> date | None:
    if not text.strip():
        return None
    try:
        return date.fromisoformat(text.strip()[:10])
    except ValueError:
        return _NOT_A_DAY


def _is_known(body: Body, named: Named) -> bool:
    running = select(Mandate).where(Mandate.body_id == body.id, mandates.running())
    return any(
        addresses.normal(mandate.person.email) == named.email
        and fold(mandate.person.family_name or "") == fold(named.family_name)
        for mandate in db.session.scalars(running)
    )
