"""What a worker can do at length: each kind of job by its name. The work reads, writes into a file, and reports how far it is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import IO, Any, NamedTuple, TypeVar

from app.documents.typesetting import PDF_TYPE
from app.extensions import db
from app.lib.clock import now
from app.models import Event
from app.services import participant_file, participant_list
from app.services.papers import making
from app.services.papers.making import Prepared
from app.services.papers.paper_kinds import Options, PaperKind, Selection
from app.services.participant_export import Chosen
from app.services.participant_file import ListFile
from app.services.participant_filters import Filters
from app.services.participant_order import Sorting

Row = TypeVar("Row")
Report = Callable[
    [int, int | None], None
]  # how much is done, and of how much; raises when the job is somebody else's now
Work = Callable[[int, dict[str, Any], IO[bytes], Report], str]  # returns the name of the file
PARTICIPANTS_FILE = "participants_workbook"  # jobs that wait have this name
PAPER = "paper"
_STEP = 500  # rows between two reports


def participants_file(event_id: int, asked: dict[str, Any], file: IO[bytes], report: Report) -> str:
    """The list of participants, as it is filtered and with the columns that were chosen, as an XLSX or a JSON file."""
    event, form = db.session.get_one(Event, event_id), str(asked.get("form", "xlsx"))
    chosen = Chosen.restored(asked["chosen"]) if "chosen" in asked else Chosen()
    filters, sorting = Filters.restored(asked["filters"]), Sorting.of_code(str(asked["sorting"]))
    wanted = ListFile(filters, sorting, str(asked["language"]), chosen)
    total = participant_list.number_of(event, filters)
    passed = partial(_reported, total=total, report=report)
    if form == "xlsx":
        participant_file.write_workbook(file, event, wanted, passed)
    else:
        file.writelines(piece.encode() for piece in participant_file.pieces(event, wanted, form, passed))
    return f"{event.slug}-participants-{event.local(now()):%Y-%m-%d}.{form}"


class PaperForm(NamedTuple):
    """As what a paper goes out."""

    content_type: str
    make: Callable[[Prepared], bytes]


PAPER_FORMS = {
    "pdf": PaperForm(PDF_TYPE, making.pdf),
    "docx": PaperForm(making.WORD_TYPE, making.word),
}


def paper(event_id: int, asked: dict[str, Any], file: IO[bytes], report: Report) -> str:
    """A paper for many people. Where nobody is on it any more by now, it cannot be made."""
    event = db.session.get_one(Event, event_id)
    selection = Selection(Filters.restored(asked["filters"]))
    prepared = making.prepare(event, PaperKind(asked["paper"]), selection, Options.restored(asked["options"]))
    report(0, prepared.number)
    form = str(asked["form"])
    file.write(PAPER_FORMS[form].make(prepared))
    report(prepared.number, prepared.number)
    return f"{prepared.name}.{form}"


WORKS: dict[str, Work] = {PARTICIPANTS_FILE: participants_file, PAPER: paper}


def _reported(rows: Iterable[Row], total: int, report: Report) -> Iterator[Row]:
    for number, row in enumerate(rows):
        if number % _STEP == 0:
            report(number, total)
        yield row
