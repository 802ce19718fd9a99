"""What each word of the statistics means, in both languages; tables and numbers link here."""

from __future__ import annotations

from collections.abc import Sequence

from flask import render_template
from flask_babel import gettext as _

from app.lib.bilingual import LANGUAGES
from app.organiser.door import bp
from app.services.dimensions import DIMENSIONS, Dimension
from app.services.indicators import (
    DEFINITIONS,
    LETTERS,
    LOG,
    ONLINE,
    PEOPLE,
    ROOM,
    SEATS,
    STATES,
    Indicator,
)
from app.services.statistics.definitions import COLUMNS, DEFINED, Definition
from app.web import access
from app.web.locale import language

_Coded = Indicator | Dimension | Definition


@bp.get("/statistics/definitions")
@access.allow(access.STATISTICS)
def definitions() -> str:
    """Every figure, every way to tell people apart and every word of the tables, with an anchor for each."""
    return render_template(
        "organiser/statistics/definitions.html",
        parts=_parts(),
        version=DEFINITIONS,
        second=next(one for one in LANGUAGES if one != language()),
    )


def _parts() -> list[tuple[str, str, Sequence[Definition]]]:
    """The definitions under headings: an anchor, the heading, and what stands below it."""
    parts: list[tuple[str, str, Sequence[_Coded]]] = [
        ("people", _("People"), PEOPLE),
        ("states", _("Member states"), STATES),
        ("attendance", _("Sessions and days"), (*SEATS, *LOG, *ONLINE, *ROOM)),
        ("letters", _("Letters"), LETTERS),
        ("attributes", _("What people are told apart by"), DIMENSIONS),
        ("tables", _("Words of the tables"), COLUMNS),
    ]
    return [(anchor, heading, [DEFINED[one.code] for one in several]) for anchor, heading, several in parts]
