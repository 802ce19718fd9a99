"""A paper made: its facts gathered, then set as a PDF, as pictures of its first pages or as an editable file.

Gathering reads the database; setting does not, so that whoever writes can commit in between and nobody waits for a lock
while pages are set.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from app.documents import typesetting
from app.lib.clock import now
from app.models import Event, Registration
from app.services import audit
from app.services.actors import Actor
from app.services.papers.paper_errors import NothingToPrint, NoWordFile
from app.services.papers.paper_kinds import Options, PaperKind, PaperLanguage, Selection
from app.services.papers.registry import PAPERS, Paper

PREVIEWED_PAGES = 3
_SHARPNESS = 80  # pixels to an inch: as wide as the page that shows it
WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@dataclass(frozen=True)
class Prepared:
    """A paper of which all is known that stands on it. `name` is that of its file, without an ending."""

    kind: PaperKind
    facts: Mapping[str, Any]
    number: int
    left_out: int
    dated: date
    name: str

    @property
    def paper(self) -> Paper:
        return PAPERS[self.kind]


def prepare(event: Event, kind: PaperKind, selection: Selection, options: Options) -> Prepared:
    """Gather what stands on a paper.

    Raises:
        NothingToPrint: nobody (or no session) stands on it.
    """
    paper = PAPERS[kind]
    gathered = paper.gather(event, selection, options)
    if not gathered.number:
        raise NothingToPrint(paper.nothing)
    today = event.local(now()).date()
    return Prepared(
        kind, gathered.facts, gathered.number, gathered.left_out, today, _name(event, kind, options, today)
    )


def glimpse(event: Event, kind: PaperKind, selection: Selection, options: Options) -> Prepared:
    """What a preview shows: the numbers of the whole paper, the facts of its beginning.

    Raises:
        NothingToPrint: nobody (or no session) stands on it.
    """
    whole, paper = prepare(event, kind, selection, options), PAPERS[kind]
    if whole.number <= paper.few:
        return whole
    return replace(whole, facts=paper.gather(event, replace(selection, at_most=paper.few), options).facts)


def pdf(prepared: Prepared) -> bytes:
    """The paper as tagged PDF/UA-1."""
    return typesetting.pdf(prepared.paper.template, prepared.facts, prepared.dated)


def pictures(prepared: Prepared) -> list[bytes]:
    """The first pages as PNG; the selection was bounded to the `few` of the paper, as all pages are set first."""
    return typesetting.pictures(
        prepared.paper.template, prepared.facts, prepared.dated, most=PREVIEWED_PAGES, ppi=_SHARPNESS
    )


def word(prepared: Prepared) -> bytes:
    """The paper as an editable file for Word.

    Raises:
        NoWordFile: this kind of paper has none.
    """
    if prepared.paper.word is None:
        raise NoWordFile
    return prepared.paper.word(prepared.facts, prepared.dated)


def write_down(
    event: Event, kind: PaperKind, selection: Selection, number: int, form: str, actor: Actor
) -> None:
    """Write down who takes which paper about how many away, in what form."""
    fields = [*selection.filters.codes(), f"kind={kind.value}", f"format={form}", f"number={number}"]
    audit.record(actor, "paper.made", event, event_id=event.id, fields=fields)


def write_down_opening(kind: PaperKind, person: Registration | None, actor: Actor) -> None:
    """Write it down if the true name of somebody discreet is read on a paper about this person alone."""
    if person is not None and person.discreet and PAPERS[kind].bears_names:
        audit.record(actor, "registration.name_opened", person, fields=[f"kind={kind.value}"])


def _name(event: Event, kind: PaperKind, options: Options, today: date) -> str:
    """What the file is called: the event, the paper, its language and day; never a person."""
    looked_at = PAPERS[kind].options
    told = [event.slug, kind.value]
    if "language" in looked_at and options.language is not PaperLanguage.BOTH:
        told.append(options.language.value)
    if "day" in looked_at and options.day is not None:
        told.append(f"{options.day:%Y-%m-%d}")
    return "-".join([*told, f"{today:%Y-%m-%d}"])
