"""Every kind of paper: what it is called, what it is for, what one chooses for it, and who gathers its facts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.documents import list_of_participants_word
from app.lib.wording import N_
from app.models import Event
from app.services.papers import (
    attendance_sheet,
    badges,
    certificates,
    list_of_participants,
    name_plates,
    programme,
    tour_de_table,
    visa_letters,
)
from app.services.papers.paper_kinds import Gathered, Options, PaperKind, Selection

Gather = Callable[[Event, Selection, Options], Gathered]
Word = Callable[[Mapping[str, Any], date], bytes]  # the facts as an editable file


@dataclass(frozen=True)
class Paper:
    """One kind of paper; name, purpose and the words for an empty one are message ids.

    `template` is a file of templates/typst; `options` are the fields of Options that it looks at; `about_people` says that the
    list's filters, or one person, narrow it; `bears_names` that it carries true names whatever somebody chose, so that discreet
    persons are left out unless they are asked for one by one, which is put on record. `few` people are enough to preview it.
    """

    name: str
    purpose: str
    template: str
    gather: Gather
    options: tuple[str, ...] = ()
    about_people: bool = True
    bears_names: bool = False
    nothing: str = N_("Nobody of those chosen belongs on this paper.")
    few: int = 12
    one_day: bool = False  # a day is needed: there is no such paper of all days together
    word: Word | None = None


PAPERS: dict[PaperKind, Paper] = {
    PaperKind.LIST_OF_PARTICIPANTS: Paper(
        name=list_of_participants.TITLE,
        purpose=N_(
            "By delegation: the provisional list has everybody who is confirmed or was let in at the desk, the final one those "
            "who were there."
        ),
        template="list_of_participants",
        gather=list_of_participants.gather,
        options=("language", "order", "final", "audience"),
        nothing=N_("Nobody of those chosen is confirmed, and nobody of them was let in at the desk."),
        few=60,
        word=list_of_participants_word.docx,
    ),
    PaperKind.ATTENDANCE_SHEET: Paper(
        name=attendance_sheet.TITLE,
        purpose=N_(
            "For each day, whoever takes part in person and is confirmed or was let in, with a space to sign; blank lines at "
            "the end."
        ),
        template="attendance_sheet",
        gather=attendance_sheet.gather,
        options=("language", "order", "day"),
        nothing=N_("Nobody of those chosen takes part in person and is confirmed."),
        few=60,
    ),
    PaperKind.TOUR_DE_TABLE: Paper(
        name=tour_de_table.TITLE,
        purpose=N_(
            "The delegations that are present, in the order in which they speak: whoever was checked in for the day, or is in "
            "the session, without interpreters, press and security."
        ),
        template="tour_de_table",
        gather=tour_de_table.gather,
        options=("language", "order", "day", "session"),
        nothing=N_("Nobody of those chosen has been checked in."),
        few=60,
        one_day=True,
    ),
    PaperKind.BADGES: Paper(
        name=N_("Badges"),
        purpose=N_(
            "For those who come to the place of the event: name, function, body, and the code for the desk."
        ),
        template="badges",
        gather=badges.gather,
        options=("layout",),
        few=8,
    ),
    PaperKind.NAME_PLATES: Paper(
        name=N_("Name plates"),
        purpose=N_("For the tables, one to a sheet: fold it in the middle, and it stands."),
        template="name_plates",
        gather=name_plates.gather,
        options=("plates", "order", "language"),
        few=3,
    ),
    PaperKind.CERTIFICATES: Paper(
        name=N_("Certificates of attendance"),
        purpose=N_("For those who came, with their days; signed by whoever the event names for it."),
        template="certificates",
        gather=certificates.gather,
        options=("language",),
        bears_names=True,
        nothing=N_("Nobody of those chosen has come; for those in discreet mode, ask one by one."),
        few=3,
    ),
    PaperKind.VISA_LETTERS: Paper(
        name=N_("Visa support letters"),
        purpose=N_(
            "For those who are confirmed and come in person; the passport number is filled in by hand."
        ),
        template="visa_letters",
        gather=visa_letters.gather,
        options=("language",),
        bears_names=True,
        nothing=N_(
            "Nobody of those chosen is confirmed and comes in person; for those in discreet mode, ask one by one."
        ),
        few=2,
    ),
    PaperKind.PROGRAMME: Paper(
        name=N_("Programme"),
        purpose=N_("The sessions day by day, for the public or for those who take part."),
        template="programme",
        gather=programme.gather,
        options=("language", "readers", "day"),
        about_people=False,
        nothing=N_("The programme has no session yet, or none on this day."),
        few=30,
    ),
}
