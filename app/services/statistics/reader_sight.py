"""What the reader of statistics sees of an event: totals by body, and no attribute of anybody by body.

Source: the domain's "Statistics". Where one body sent everybody, the attributes of all would be those of its people. Versions
beside each other would tell them too, because one person makes one body and one attribute change: a
reader has the one that holds.
"""

from __future__ import annotations

from dataclasses import replace

from app.models import User, UserRole
from app.services.statistics.figure_kinds import EventFigures

_FEWEST = 2  # affiliations, so that an attribute of everybody is not that of one


def compares_versions(user: User) -> bool:
    """Whether a user may set versions of an event's figures beside each other, or beside what is counted now."""
    return user.role is not UserRole.STATISTICS_READER


def as_seen(figures: EventFigures, user: User) -> EventFigures:
    """The figures as a user may see them: without any breakdown by attributes where one body sent everybody."""
    if compares_versions(user) or _affiliations(figures) >= _FEWEST:
        return figures
    return replace(figures, breakdowns={})


def _affiliations(figures: EventFigures) -> int:
    """How many bodies people came from; those who named no body of the list count as one."""
    return sum(1 if kind.kind is None else len(kind.bodies) for kind in figures.kinds)
