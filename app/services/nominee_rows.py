"""Several people named at once, pasted or from a file: each row by itself, what is right is kept, what is wrong is told."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from app.extensions import db
from app.lib import addresses, marks
from app.lib.handed_tables import Table, headed
from app.lib.names import identity_key, looks_like_a_name, tidy
from app.lib.wording import N_
from app.models import Body, Language, Mode, Place, Registration, Role
from app.services import nominating, places
from app.services.actors import Actor
from app.services.delegation_errors import TooManyRows
from app.services.errors import DomainError
from app.services.nominating import Nominee

_HEADS: dict[str, tuple[str, ...]] = {
    "given_name": ("given name", "first name", "prénom", "prenom", "forename"),
    "family_name": ("family name", "last name", "surname", "name", "nom", "nom de famille"),
    "email": ("e-mail", "email", "e-mail address", "email address", "mail", "courriel", "adresse électronique", "adresse e-mail"),
    "function": ("function", "fonction", "post", "poste", "position"),
    "role": ("role", "rôle", "part in the delegation", "part dans la délégation"),
    "language": ("language", "langue"),
    "mode": ("takes part", "takes part in", "participation", "mode", "participe", "mode de participation"),
}  # fmt: skip
_COLUMN = {name: column for column, names in _HEADS.items() for name in names}
# How they stand where none is named.
_WITHOUT_HEAD = ("given_name", "family_name", "email", "function", "role")
_ROLES = {
    "head": Role.HEAD, "head of delegation": Role.HEAD, "chef": Role.HEAD, "cheffe": Role.HEAD,
    "chef de délégation": Role.HEAD, "cheffe de délégation": Role.HEAD, "chef·fe de délégation": Role.HEAD,
    "delegate": Role.DELEGATE, "délégué": Role.DELEGATE, "déléguée": Role.DELEGATE, "délégué·e": Role.DELEGATE,
    "alternate": Role.ALTERNATE, "substitute": Role.ALTERNATE, "suppléant": Role.ALTERNATE,
    "suppléante": Role.ALTERNATE, "suppléant·e": Role.ALTERNATE,
    "adviser": Role.ADVISER, "advisor": Role.ADVISER, "conseiller": Role.ADVISER, "conseillère": Role.ADVISER,
    "conseiller·ère": Role.ADVISER,
    "national correspondent": Role.NATIONAL_CORRESPONDENT, "correspondant national": Role.NATIONAL_CORRESPONDENT,
    "correspondante nationale": Role.NATIONAL_CORRESPONDENT, "correspondant·e national·e": Role.NATIONAL_CORRESPONDENT,
}  # fmt: skip
_LANGUAGES = {"en": Language.EN, "english": Language.EN, "anglais": Language.EN, "fr": Language.FR,
              "french": Language.FR, "français": Language.FR, "francais": Language.FR}  # fmt: skip
_MODES = {"in person": Mode.IN_PERSON, "on site": Mode.IN_PERSON, "en présentiel": Mode.IN_PERSON, "sur place": Mode.IN_PERSON,
          "présentiel": Mode.IN_PERSON, "online": Mode.ONLINE, "on-line": Mode.ONLINE, "en ligne": Mode.ONLINE,
          "à distance": Mode.ONLINE, "remote": Mode.ONLINE}  # fmt: skip

MOST_AT_ONCE = 50  # more is no delegation, and would keep everybody else of the event waiting
NO_NAME = N_("The family name is missing.")
NOT_A_NAME = N_("A name has letters, with three marks at most on each.")
TOO_LONG = N_("A cell is too long: names have 100 letters at most, functions 200.")
NO_ADDRESS = N_("This is not an e-mail address. It looks like name@example.org")
UNKNOWN_ROLE = N_("This part in the delegation is not known: head, delegate, alternate or adviser.")
UNKNOWN_LANGUAGE = N_("This language is not known: English or French.")
UNKNOWN_MODE = N_("This way of taking part is not known: in person or online.")
_TWICE = N_("This person stands in an earlier row.")


@dataclass(frozen=True)
class Line:
    """A row that was handed in: somebody to be named, or what is wrong with it (a message id)."""

    number: int  # as a spreadsheet counts, from 1
    nominee: Nominee | None
    problem: str = ""


@dataclass(frozen=True)
class Outcome:
    """What became of a row: a registration, or a reason why there is none."""

    number: int
    registration: Registration | None
    refusal: DomainError | None = None
    problem: str = ""
    nominee: Nominee | None = None
    place: Place | None = None  # None: nobody is named

    @property
    def is_right(self) -> bool:
        """Whether somebody is named, or would be."""
        return self.place is not None

    @property
    def is_waiting(self) -> bool:
        """Whether there is no place for the person yet."""
        return self.place is Place.WAITING


def lines(table: Table, language: Language) -> list[Line]:
    """The rows of a table as people to be named; those without a language of their own get letters in the one given."""
    found, seen = [], set()
    for number, cells in _cells(table):
        line = _line(number, cells, language)
        key = identity_key(line.nominee.email, line.nominee.full_name) if line.nominee else None
        if key is not None and key in seen:
            line = Line(number, None, _TWICE)
        seen.add(key)
        found.append(line)
    return found


def without(table: Table, done: Collection[int]) -> Table:
    """What is left of a table when the rows with these numbers are done: nothing, or the head and the others."""
    head = 1 if _is_head(table[0]) else 0
    left = [row for number, row in enumerate(table, 1) if row and number > head and number not in done]
    return [*table[:head], *left] if left else []


def foresee(event_id: int, body_id: int, rows: Sequence[Line], actor: Actor) -> list[Outcome]:
    """What would become of each row if they were named now: it is done, and undone. Raises as `nominate`."""
    with db.session.begin_nested() as attempt:
        outcomes = nominate(event_id, body_id, rows, actor)
        attempt.rollback()
    return [replace(outcome, registration=None) for outcome in outcomes]


def mark(outcomes: Sequence[Outcome]) -> str:
    """A mark of what becomes of each row, for whoever names those who were shown."""
    told = [(one.number, one.place and one.place.value, one.refusal and one.refusal.code) for one in outcomes]
    return marks.of(told)


def nominate(event_id: int, body_id: int, rows: Sequence[Line], actor: Actor) -> list[Outcome]:
    """Name each whose row is right, in the order of the rows. A row that a rule refuses leaves the others as they are.

    Raises:
        TooManyRows: nobody is named then.
        Refused: nobody of this body can be named now.
    """
    if len(rows) > MOST_AT_ONCE:
        raise TooManyRows(most=MOST_AT_ONCE)
    refusal = nominating.refusal(places.lock(event_id), db.session.get_one(Body, body_id), actor)
    if refusal is not None:
        raise refusal
    return [_nominated(event_id, body_id, row, actor) for row in rows]


def _nominated(event_id: int, body_id: int, row: Line, actor: Actor) -> Outcome:
    if row.nominee is None:
        return Outcome(row.number, None, problem=row.problem)
    try:
        with db.session.begin_nested():
            made = nominating.nominate(event_id, body_id, row.nominee, actor)
            return Outcome(row.number, made, nominee=row.nominee, place=made.place)
    except DomainError as error:
        return Outcome(row.number, None, refusal=error, nominee=row.nominee)


def _cells(table: Table) -> Iterator[tuple[int, dict[str, str]]]:
    """The rows that hold something, by the names of our columns, each with its number."""
    if _is_head(table[0]):
        for number, row in headed(table):
            yield number, {_COLUMN[head]: cell for head, cell in row.items() if head in _COLUMN}
    else:
        for number, cells in enumerate(table, 1):
            if cells:
                yield number, dict(zip(_WITHOUT_HEAD, cells, strict=False))


def _is_head(cells: Iterable[str]) -> bool:
    folded = [" ".join(cell.casefold().split()) for cell in cells]
    return "email" in {_COLUMN.get(name) for name in folded} and not any("@" in name for name in folded)


def _line(number: int, cells: Mapping[str, str], language: Language) -> Line:
    given, family, function = (tidy(cells.get(name)) for name in ("given_name", "family_name", "function"))
    email = addresses.normal(cells.get("email"))
    role, spoken, mode = (cells.get(name, "").casefold() for name in ("role", "language", "mode"))
    problems = {
        NO_NAME: not family,
        NOT_A_NAME: not all(looks_like_a_name(name) for name in (given, family) if name),
        TOO_LONG: max(len(given or ""), len(family or "")) > 100 or len(function or "") > 200,
        NO_ADDRESS: email is None,
        UNKNOWN_ROLE: bool(role) and role not in _ROLES,
        UNKNOWN_LANGUAGE: bool(spoken) and spoken not in _LANGUAGES,
        UNKNOWN_MODE: bool(mode) and mode not in _MODES,
    }
    problem = next((words for words, wrong in problems.items() if wrong), "")
    if problem or family is None or email is None:
        return Line(number, None, problem)
    nominee = Nominee(
        family_name=family,
        given_name=given,
        email=email,
        function=function,
        role=_ROLES.get(role),
        mode=_MODES.get(mode),
        language=_LANGUAGES.get(spoken, language),
    )
    return Line(number, nominee)
