"""What the components of the style guide are shown with. Functions, since each is asked for in the reader's language."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any

from flask_babel import gettext as _

from app.documents.data_sheets import Row as Answer
from app.documents.data_sheets import Section
from app.lib.clock import SEAT
from app.lib.figure_table import Column, Missing, Row, Table, Word
from app.lib.hours import hours as lasting
from app.web.locale import language

AT = datetime(2027, 6, 9, 9, 12, tzinfo=SEAT)
GLYPHS = (
    "check", "half", "ring", "dot", "mail", "eye", "x", "dash", "in", "out", "clock", "hour", "hand", "again", "info", "warn",
    "find", "swap", "scan", "pin", "mask", "up", "down",
)  # fmt: skip
SCRIPTS = [
    ("Eleni", "PAPADOGIORGI", "Ελένη ΠΑΠΑΔΟΓΙΩΡΓΗ"),
    ("Olena", "KOVALCHUK", "Олена КОВАЛЬЧУК"),
    ("Nino", "BERIDZE", "ნინო ბერიძე"),
    ("Ani", "HAKOBYAN", "Անի ՀԱԿՈԲՅԱՆ"),
    ("Yael", "BEN-AMI", "יעל בן־עמי"),
    ("María del Carmen", "FERNÁNDEZ DE LA TORRE Y QUINTANILLA", ""),
    ("", "ARTA", ""),
]
# The replies of a delegation on its tile: class, glyph.
TILES = (
    ("s-none", "dash"), ("s-silent", "mail"), ("s-seen", "eye"), ("s-no", "x"), ("s-nom", "half"), ("s-conf", "check"),
    ("s-arr", "in"),
)  # fmt: skip
EVENT = SimpleNamespace(local=lambda moment: moment.astimezone(SEAT))


def hours() -> str:
    """From when to when a session lasts."""
    return lasting(AT, AT.replace(hour=10, minute=30), language())


def tile_words() -> list[str]:
    """What the tiles say, in their order."""
    return [
        _("Not invited"), _("Invited, silent"), _("Invitation seen"), _("Will not attend"),
        _("Nominated"), _("Confirmed"), _("Arrived"),
    ]  # fmt: skip


def head_counts() -> list[tuple[Any, str]]:
    """Counts by hand: more than the log has, fewer, as many, without a log, and none."""

    def counted(difference: int | None) -> SimpleNamespace:
        return SimpleNamespace(number=58, at=AT, difference=difference, by_log=58 - (difference or 0))

    return [*((counted(one), "") for one in (4, -2, 0, None)), (None, _("nobody counted"))]


def kept() -> list[Section]:
    """What is kept about somebody, in short."""
    return [
        Section(_("Registration"), [Answer(_("Name"), "Ana-Maria CEBOTARI"), Answer(_("Function"), _("Nothing entered"))]),
        Section(_("Consent"), [Answer(_("Photographs"), _("yes"), _("You can change your mind at the desk."))], level=3),
    ]  # fmt: skip


def table() -> Table:
    """A table of figures with numbers, a difference, what is not known, and a sum."""
    unknown = Missing("not_recorded", _("not recorded"))
    columns = [
        Column("registered", _("registered"), "people", "registered"),
        Column("attended", _("attended"), "people", "attended"),
        Column("answer", _("Reply")),
    ]
    rows = [
        Row("member_states", _("member states"), (80, 74, Word("came", _("came")))),
        Row("observers", _("observers"), (15, unknown, unknown)),
        Row("others", _("others"), (13, -1, Word("none", "–"))),
    ]
    return Table(
        "groups",
        _("The three groups"),
        _("Group"),
        columns,
        rows,
        Row("all", _("all"), (108, unknown, unknown)),
    )


def wide_table() -> Table:
    """A table that scrolls sideways where it does not fit."""
    columns = [Column(f"d{day}", f"{day}", "people") for day in range(1, 13)]
    row = Row("seen", _("People who were there"), tuple(range(120, 132)))
    return Table(
        "days", _("Day by day"), _("Figure"), columns, [row], note=_("A note below it, of all its numbers.")
    )


def troubles() -> list[Callable[[], SimpleNamespace]]:
    """What can keep letters from going out, as the banner asks for it."""

    def trouble(
        alive: bool, silent: timedelta | None, since: datetime | None
    ) -> Callable[[], SimpleNamespace]:
        state = SimpleNamespace(worker_alive=alive, silent=silent, unreachable_since=since, said="421 4.3.2")
        return lambda: state

    return [
        trouble(False, None, None),
        trouble(False, timedelta(minutes=12), None),
        trouble(True, timedelta(0), AT),
    ]
