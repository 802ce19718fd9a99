"""The report of participants that Zoom hands out after a meeting or webinar: who was in it, from when until when.

It comes in many layouts. Lines about the meeting can stand above the table; a webinar's has several tables one below the other;
a report of unique participants has minutes and no times; columns are named in English or French, in old words or new ones.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from app.lib.handed_tables import Table
from app.lib.names import normalised_address, tidy, tokens
from app.lib.spans import Span
from app.lib.spreadsheet_safe import as_typed
from app.lib.written_moments import Order, readings

_HEADS: dict[str, tuple[str, ...]] = {
    "name": ("name original name", "user name original name", "name", "user name", "participant", "participant name",
             "display name", "nom nom original", "nom nom d origine", "nom d utilisateur nom original", "nom",
             "nom d utilisateur nom d origine", "nom d utilisateur", "nom du participant"),
    "email": ("user email", "email", "e mail", "email address", "adresse e mail de l utilisateur", "adresse e mail",
              "e mail de l utilisateur", "adresse email", "adresse electronique", "courriel", "adresse courriel"),
    "joined": ("join time", "heure d arrivee", "heure d entree", "heure de connexion", "heure de participation",
               "heure pour rejoindre"),
    "left": ("leave time", "heure de depart", "heure de sortie", "heure de deconnexion"),
    "minutes": ("duration minutes", "total duration minutes", "time in session minutes", "duration", "total duration",
                "duree minutes", "duree totale minutes", "duree en minutes", "duree", "duree totale",
                "temps dans la session minutes", "duree de la session minutes"),
    "waited": ("in waiting room", "waiting room", "en salle d attente", "dans la salle d attente", "salle d attente"),
    "came": ("attended", "a participe", "present"),
}  # fmt: skip
_COLUMN = {head: column for column, heads in _HEADS.items() for head in heads}
_YES, _NO = {"yes", "oui", "true", "vrai"}, {"no", "non", "false", "faux"}
_NOTHING = {"", "-", "--", "—", "n/a"}
_LONGEST_NAME, _LONGEST_STAY = 200, timedelta(hours=36)


@dataclass(frozen=True)
class Stay:
    """A line: somebody was there for some minutes; `span` is None in a report without times."""

    row: int  # as a spreadsheet counts
    name: str
    email: str
    minutes: int
    span: Span | None = None


@dataclass(frozen=True)
class Report:
    """All lines of people who were let into the meeting."""

    stays: list[Stay]
    timed: bool


class ReportUnreadable(Exception):
    """A table is no such report.

    `code` says why: unknown_layout, nobody, bad_time, bad_minutes, mixed, other_days, ambiguous_days. `values` hold what it takes
    to say it: the names of the columns found, the row, what stands there, the days.
    """

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(code)
        self.code, self.values = code, values


def read(
    table: Table, zone: ZoneInfo, days: Collection[date], place: ZoneInfo, order: Order | None = None
) -> Report:
    """The report in a table. Its hours are by the clocks of `zone`; the event's days, at its place, tell days from months.

    Raises:
        ReportUnreadable.
    """
    lines = list(_lines(table))
    if not lines:
        raise ReportUnreadable("nobody")
    with_times = [bool(cells.get("joined")) for _, cells in lines]
    if not any(with_times):
        return Report([_unique(row, cells) for row, cells in lines], timed=False)
    if not all(with_times):
        raise ReportUnreadable("mixed", row=lines[with_times.index(False)][0])
    chosen = order or _order(lines, zone, days, place)
    return Report([_timed(row, cells, zone, chosen) for row, cells in lines], timed=True)


def _lines(table: Table) -> Iterator[tuple[int, dict[str, str]]]:
    """The cells of each line below a head, by the names of our columns; lines that stand for nobody are passed over."""
    columns: dict[str, int] = {}
    known = False
    for number, cells in enumerate(table, 1):
        head = _head(cells)
        if head:
            columns, known = head, True
        elif columns and sum(cell not in _NOTHING for cell in cells) > 1:  # one cell alone is a title
            line = {name: _cell(cells, place) for name, place in columns.items()}
            if _counts(line):
                yield number, line
    if not known:
        raise ReportUnreadable("unknown_layout", found=_found(table))


def _head(cells: Sequence[str]) -> dict[str, int]:
    """Where each of our columns stands, if this line names them; otherwise nothing."""
    found: dict[str, int] = {}
    for place, cell in enumerate(cells):
        column = _COLUMN.get(" ".join(tokens(cell[:80])))
        if column and column not in found:
            found[column] = place
    enough = "minutes" in found or {"joined", "left"} <= found.keys()
    return found if "name" in found and enough else {}


def _cell(cells: Sequence[str], place: int) -> str:
    text = as_typed(cells[place]).strip() if place < len(cells) else ""
    return "" if text in _NOTHING else text


def _counts(line: Mapping[str, str]) -> bool:
    """Whether a line is about somebody who was in the meeting: not who only waited outside, or had signed up and did not come."""
    if line.get("waited", "").casefold() in _YES or line.get("came", "").casefold() in _NO:
        return False
    return any(line.get(name) for name in ("name", "email"))


def _found(table: Table) -> list[str]:
    """What stands where the names of the columns are expected: the line that has most of them, or else the first."""
    named = [sum(" ".join(tokens(cell[:80])) in _COLUMN for cell in cells) for cells in table]
    best = table[named.index(max(named))] if any(named) else next(filter(None, table), [])
    return [(tidy(cell) or "")[:40] for cell in best if cell][:12]


def _unique(row: int, cells: Mapping[str, str]) -> Stay:
    return Stay(row, *_who(cells), _minutes(row, cells))


def _timed(row: int, cells: Mapping[str, str], zone: ZoneInfo, order: Order) -> Stay:
    begins, left = _moment(row, cells["joined"], zone, order), cells.get("left")
    ends = _moment(row, left, zone, order) if left else begins + timedelta(minutes=_minutes(row, cells))
    if not begins <= ends <= begins + _LONGEST_STAY:
        raise ReportUnreadable("bad_time", row=row, text=f"{cells['joined']} – {cells.get('left', '')}"[:80])
    return Stay(row, *_who(cells), int((ends - begins).total_seconds() // 60), Span(begins, ends))


def _who(cells: Mapping[str, str]) -> tuple[str, str]:
    name, email = tidy(cells.get("name")) or "", tidy(cells.get("email")) or ""
    return name[:_LONGEST_NAME], normalised_address(email[:254])


def _minutes(row: int, cells: Mapping[str, str]) -> int:
    text = cells.get("minutes", "")
    number = text.replace(",", ".").replace(" ", "").partition(".")[0]
    if not number.isdecimal() or len(number) > 4:
        raise ReportUnreadable("bad_minutes", row=row, text=text[:80])
    return int(number)


def _moment(row: int, text: str, zone: ZoneInfo, order: Order) -> datetime:
    moment = readings(text, zone).get(order)
    if moment is None:
        raise ReportUnreadable("bad_time", row=row, text=text[:80])
    return moment


def _order(
    lines: Sequence[tuple[int, Mapping[str, str]]], zone: ZoneInfo, days: Collection[date], place: ZoneInfo
) -> Order:
    """In which order the days are written: as all lines can be read, on days of the event."""
    read_as = [readings(cells["joined"], zone) for _, cells in lines]
    possible = [order for order in Order if all(order in found for found in read_as)]
    if not possible:
        first = next((line for line, found in zip(lines, read_as, strict=True) if not found), lines[0])
        raise ReportUnreadable("bad_time", row=first[0], text=first[1]["joined"][:80])
    on_days = {order: {found[order].astimezone(place).date() for found in read_as} for order in possible}
    fitting = [order for order in possible if on_days[order] & set(days)]
    if not fitting:
        raise ReportUnreadable("other_days", days=sorted(on_days[possible[0]])[:3])
    if len(fitting) > 1 and any(found[Order.DAY_FIRST] != found[Order.MONTH_FIRST] for found in read_as):
        raise ReportUnreadable("ambiguous_days", text=lines[0][1]["joined"][:40])
    return fitting[0]
