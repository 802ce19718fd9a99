"""What an address or a form of the desk says: for which occasion, in which direction, by which desk."""

from __future__ import annotations

import re
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import request, url_for
from flask_login import current_user
from werkzeug.utils import redirect
from werkzeug.wrappers import Response

from app.lib.names import tidy
from app.services import actors
from app.services.attendance.log_lines import Desk
from app.services.attendance.occasions import Occasion
from app.web import cookies
from app.web.url_numbers import LARGEST

DESK_COOKIE = "desk"
LONGEST_DESK = 60
OUT = "out"


@dataclass(frozen=True)
class Asked:
    """The occasion that was chosen: a day or a session; neither is today, whichever day that may be by then.

    `out` is for a session whose exits are scanned: people are leaving.
    """

    day: date | None = None
    session_id: int | None = None
    out: bool = False

    @classmethod
    def of(cls, values: Mapping[str, str]) -> Asked:
        """Read `for`: a date, or the id of a session; and `way`."""
        text = values.get("for", "")
        if number(text) is not None:
            return cls(session_id=number(text), out=values.get("way") == OUT)
        try:
            return cls(day=date.fromisoformat(text)) if re.fullmatch(r"\d{4}-\d\d-\d\d", text) else cls()
        except ValueError:
            return cls()

    @property
    def kept(self) -> dict[str, Any]:
        """What every link and form of the page carries on; nothing for today."""
        if self.session_id is not None:
            return {"for": str(self.session_id), **({"way": OUT} if self.out else {})}
        return {"for": self.day.isoformat()} if self.day else {}

    def address(self, slug: str, **answer: Any) -> str:
        """The address of the desk for this occasion, with what it is to say."""
        return url_for("checkin.desk", slug=slug, **self.kept, **answer)

    def back(self, slug: str, **answer: Any) -> Response:
        """On to that address, after a form."""
        return redirect(self.address(slug, **answer), code=303)


def number(text: str | None) -> int | None:
    """An id that somebody has sent; None if it cannot be one."""
    if not text or not text.isascii() or not text.isdecimal() or len(text) > 10 or int(text) > LARGEST:
        return None
    return int(text)


def desk_name() -> str | None:
    """How this desk is called, as the browser remembers it."""
    return (tidy(cookies.recalled(DESK_COOKIE)) or "")[:LONGEST_DESK] or None


def this_desk() -> Desk:
    """The desk that acts, through the signed-in user."""
    return Desk(actors.desk(current_user), desk_name())


def scan_id(registration_id: int, occasion: Occasion, *, out: bool) -> uuid.UUID:
    """The id of a line of the log: the same when the same form is sent twice for the same person, another one otherwise."""
    try:
        scan = uuid.UUID(request.form.get("scan", ""))
    except ValueError:
        return uuid.uuid4()
    session_id = occasion.session.id if occasion.session else None
    return check_in_id(scan, registration_id, occasion.day, session_id, out=out)


def check_in_id(
    scan: uuid.UUID, registration_id: int, day: date, session_id: int | None, *, out: bool = False
) -> uuid.UUID:
    """The id in the log of what was scanned: the same whether a form brings it or the queue of a desk without network."""
    return uuid.uuid5(scan, f"{registration_id} {day} {session_id}{' out' if out else ''}")
