"""The address of the audit trail: its filters stand there, in ids and codes, and what is not known there is passed over."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

from flask import request, url_for

from app.models import ActorKind
from app.organiser.participants.participants_address import numbers
from app.services.records.actions import Group
from app.services.records.trail import OTHERS, About, Filters

_ABOUT = re.compile(r"([a-z_]{1,40}):(\d{1,9})")
_LATEST = date.max - timedelta(days=2)


def filters() -> Filters:
    """The filters of the present address."""
    who, found = request.args.getlist("who"), _ABOUT.fullmatch(request.args.get("about", ""))
    return Filters(
        users=tuple(numbers(who)[:50]),
        others=tuple(kind for kind in OTHERS if kind.value in who),
        groups=tuple(group for group in Group if group.value in request.args.getlist("group")),
        events=tuple(numbers(request.args.getlist("event"))[:50]),
        about=About(found[1], int(found[2])) if found else None,
        since=_day("since"),
        until=_day("until"),
    )


def page_number() -> int:
    """The page that is asked for."""
    return next(iter(numbers([request.args.get("page", "")])), 1)


def url(shown: Filters, page: int = 1) -> str:
    """The address of a page of the lines that match."""
    return url_for("organiser.audit", **said(shown), page=page if page > 1 else None)


def export_url(shown: Filters) -> str:
    """Where the file with these lines is asked for."""
    return url_for("organiser.audit_export", **said(shown))


def said(shown: Filters) -> dict[str, Any]:
    """The filters as an address says them."""
    kinds: tuple[ActorKind, ...] = shown.others
    return {
        "who": [*map(str, shown.users), *(kind.value for kind in kinds)],
        "group": [group.value for group in shown.groups],
        "event": list(shown.events),
        "about": str(shown.about) if shown.about else None,
        "since": shown.since.isoformat() if shown.since else None,
        "until": shown.until.isoformat() if shown.until else None,
    }


def _day(name: str) -> date | None:
    """The day that is asked for; one that databases do not know is none."""
    text = request.args.get(name, "")
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text, re.ASCII):
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if date(1970, 1, 2) <= day <= _LATEST else None
