"""What the public reads of an event's figures, in words and one picture."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.charts.stacked import Part, stacked
from app.lib import dates
from app.lib.wording import N_, N_n, capitalised, translated, translated_count
from app.models import Group
from app.models.labels import label
from app.services.dimensions import DIMENSIONS, Dimension
from app.services.statistics.breakdowns import Cells
from app.services.statistics.figures import NOT_RECORDED, Source, Summary
from app.services.statistics.picture_kinds import SWATCHES, Picture
from app.services.statistics.public_figures import PublicFigures

_EVERYBODY = {
    "attended": N_n("person took part", "people took part"),
    "confirmed": N_n("person confirmed", "people confirmed"),
    "registered": N_n("person registered", "people registered"),
}
_OF_GROUP = {
    Group.MEMBER_STATES: N_n("person for a member state", "people for member states"),
    Group.OBSERVERS: N_n("observer", "observers"),
    Group.OTHERS: N_n("other participant", "other participants"),
}
_STATES = N_n("member state represented", "member states represented")
_BY_GROUP = N_("People by group")


@dataclass(frozen=True)
class Key:
    """A number with its words, as components/figures.html takes it; None is not recorded."""

    value: int | None
    text: str
    whole: int | None = None
    swatch: str = ""


@dataclass(frozen=True)
class Told:
    """A breakdown: its title, and its words with their numbers."""

    title: str
    rows: Sequence[tuple[str, int]]


@dataclass(frozen=True)
class Section:
    """The section of the public page: what stands in it, in its order."""

    keys: Sequence[Key]
    picture: Picture
    breakdowns: Sequence[Told]
    notes: Sequence[str]


def told(figures: PublicFigures, language: str) -> Section:
    """The figures that the public reads of an event, in a language."""
    known = [(one, figures.breakdowns[one.code]) for one in DIMENSIONS if one.code in figures.breakdowns]
    withheld = [translated(one.name, language) for one, cells in known if cells is None]
    return Section(
        keys=_keys(figures, language),
        picture=_picture(figures, language),
        breakdowns=[
            Told(translated(one.name, language), _rows(one, cells, language))
            for one, cells in known
            if cells is not None
        ],
        notes=_notes(figures.summary, figures.step, withheld, language),
    )


def _keys(figures: PublicFigures, language: str) -> list[Key]:
    total, step = figures.summary.total[figures.step], figures.step
    states = figures.states
    return [
        Key(total, _counted(_EVERYBODY[step], total, language)),
        *(
            Key(number, _counted(_OF_GROUP[group], number, language), swatch=SWATCHES[group])
            for group, number in _groups(figures)
        ),
        Key(states, _counted(_STATES, states, language), whole=figures.all_states),
    ]


def _groups(figures: PublicFigures) -> list[tuple[Group, int | None]]:
    return [(group, numbers[figures.step]) for group, numbers in figures.summary.groups.items()]


def _counted(forms: tuple[str, str], number: int | None, language: str) -> str:
    return translated_count(*forms, 2 if number is None else number, language)


def _picture(figures: PublicFigures, language: str) -> Picture:
    parts = tuple(
        Part(capitalised(label(group, language)), number, SWATCHES[group])
        for group, number in _groups(figures)
    )
    total, title = figures.summary.total[figures.step], translated(_BY_GROUP, language)
    why = translated(NOT_RECORDED, language)
    return Picture(
        "public-groups", title, lambda identity, width: stacked(identity, title, parts, total, why, width)
    )


def _rows(dimension: Dimension, cells: Cells, language: str) -> list[tuple[str, int]]:
    return [
        (capitalised(dimension.word(key, language)), cells[key]) for key in dimension.words if key in cells
    ]


def _notes(summary: Summary, step: str, withheld: Sequence[str], language: str) -> list[str]:
    """What a reader must know of the numbers: of which step they are, and since when or from where they are known."""
    notes = []
    if step != "attended":
        notes.append(translated(N_("Who came is not recorded."), language))
    if withheld:
        words = N_("Not shown, because fewer than five people would stand out: %(breakdowns)s.")
        notes.append(translated(words, language, breakdowns=", ".join(withheld).lower()))
    if summary.source is Source.REPORTED:
        notes.append(
            translated(N_("Reported, not counted. Source: %(sources)s"), language, sources=_sources(summary))
        )
    if summary.frozen:
        day = dates.day(summary.event.local(summary.frozen.at).date(), language, weekday=False, year=True)
        fixed = N_("Figures of %(day)s, version %(version)s.")
        notes.append(translated(fixed, language, day=day, version=summary.frozen.version))
    return notes


def _sources(summary: Summary) -> str:
    return "; ".join(dict.fromkeys(one.source for one in summary.reported))
