"""One picture of each kind for the style guide, drawn with invented numbers."""

from __future__ import annotations

import csv
from pathlib import Path

from flask_babel import gettext as _
from markupsafe import Markup

from app.charts.bars import Bar, Fill, bars, fills
from app.charts.columns import Column, columns
from app.charts.places import places
from app.charts.shares import Share, Shares, shares
from app.charts.stacked import Part, stacked
from app.charts.tiles import Tile, tiles
from app.charts.trend import Slot, trend
from app.web.locale import language

_MAP = Path(__file__).parents[1] / "reference/tiles.csv"

Drawn = tuple[str, str, Markup]


def pictures() -> list[Drawn]:
    """The name of the function, when to use it, and the picture; the last ones are as a telephone gets them."""
    return [
        ("bars.bars", _("Numbers on one scale, one below the other."), bars("g-bars", _("Figures"), _bars())),
        ("bars.fills", _("Numbers, each of a whole of its own."), fills("g-fills", _("Figures"), _fills(), 560)),
        ("trend.trend", _("Events side by side, also those of which nothing is known."), _trend("g-trend", 560)),
        ("columns.columns", _("Weeks or days, in parts."), columns("g-columns", _("Figures"), _columns())),
        ("stacked.stacked", _("The three groups, which add up."), _stacked()),
        ("shares.shares", _("Shares of one whole."), shares("g-shares", _("Figures"), _shares(), 65, language=language())),
        ("tiles.tiles", _("The member states on their map."), _tiles("g-tiles", 560)),
        ("places.places", _("The places of one delegation."), places("g-places", _("Places"), _("Places"), 3, 1, 2)),
        ("trend.trend, 340", _("The same on a telephone."), _trend("g-trend-small", 340)),
        ("tiles.tiles, 340", _("The same on a telephone."), _tiles("g-tiles-small", 340)),
    ]  # fmt: skip


def _bars() -> tuple[Bar, ...]:
    return (
        Bar(_("registered"), 131),
        Bar(_("confirmed"), 108, note=_("A line below it, where a number needs one.")),
        Bar(_("attended"), None, unknown=_("not recorded")),
    )


def _fills() -> list[Fill]:
    words = _("%(number)s of %(all)s", number=60, all=60)
    return [
        Fill(_("Opening and first plenary session"), 60, 60, words, end=_("full")),
        Fill(_("Facial recognition in public space"), 18, 40, _("%(number)s of %(all)s", number=18, all=40), end="45"),
        Fill(_("Explaining an automated decision"), None, 40, "", unknown=_("not recorded")),
    ]  # fmt: skip


def _trend(identity: str, width: int) -> Markup:
    slots = [
        Slot("2022", _("launch conference"), None, _("not recorded")),
        Slot("2024", _("conference"), 65),
        Slot("2027", _("conference"), 131),
    ]
    return trend(identity, _("Figures"), slots, width)


def _columns() -> tuple[Column, ...]:
    seen = (Column("1", (4, 2, 1)), Column("2", (9, 3, 0)), Column("3", (0, 0, 0)))
    return (*seen, Column("4", None, _("not recorded")))


def _stacked() -> Markup:
    parts = (
        Part(_("member states"), 30, "s1"),
        Part(_("observers"), None, "s2"),
        Part(_("others"), None, "s3"),
    )
    return stacked("g-stacked", _("Figures"), parts, 65, _("not recorded"))


def _shares() -> tuple[Shares, ...]:
    return (
        Shares(_("Language"), (Share(_("English"), 45), Share(_("French"), 20))),
        Shares(_("Gender"), (Share(_("not recorded"), None, _("not recorded")),)),
    )


def _tiles(identity: str, width: int) -> Markup:
    states = (("full", 3), ("part", 1), ("no", 0), ("none", 0))
    with _MAP.open(encoding="utf-8") as file:
        map_ = tuple(
            Tile(row["iso2"], int(row["row"]), int(row["col"]), *states[number % 4], row["iso2"])
            for number, row in enumerate(csv.DictReader(file))
        )
    return tiles(identity, _("Figures"), _("Figures"), map_, width)
