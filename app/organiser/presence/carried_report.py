"""A report between looking at it and recording it: the page carries it, sealed; nothing of it is stored yet."""

from __future__ import annotations

from app.models import Event
from app.services.attendance import sealed_report
from app.services.attendance.sealed_report import Carried
from app.web.sealing import safe

MOST = 800_000  # characters; with what is chosen by hand a form carries a million


class TooMuchToCarry(Exception):
    """The report is longer than a page can carry."""


def seal(carried: Carried) -> str:
    """What the page carries.

    Raises:
        TooMuchToCarry: told before anybody is chosen by hand.
    """
    sealed = sealed_report.seal(carried, safe())
    if len(sealed) > MOST and not carried.hands:
        raise TooMuchToCarry
    return sealed


def unseal(sealed: str, event: Event) -> Carried | None:
    """What the page of this event carried; None if it was tampered with, or if a session is not there any more."""
    return sealed_report.unseal(sealed, event, safe())
