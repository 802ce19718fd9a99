"""A visit to one's own registration: begun by the private link, ended by a button, or by time.

The session's cookie holds which link was opened, when, and when it was last used. The settings limit both periods.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from flask import g, session

from app.lib.clock import now
from app.models import AccessLink, Registration
from app.services import private_links

_VISIT, _SENT_TO = "registration_link", "sent_to"
_EVERY = timedelta(minutes=1)  # how exactly the last use is kept


def begin(link: AccessLink) -> None:
    """Begin a visit with a link that was opened."""
    at = now().timestamp()
    session[_VISIT] = [link.id, at, at]
    g.pop("own_registration", None)


def end() -> None:
    """End the visit on this device; the link in the mail opens a new one."""
    session.pop(_VISIT, None)
    session.pop(_SENT_TO, None)
    g.pop("own_registration", None)


def registration() -> Registration | None:
    """The registration of this visitor, looked up once a request; None without a visit, or when its time is over."""
    if "own_registration" not in g:
        g.own_registration = _look_up()
    found: Registration | None = g.own_registration
    return found


def _look_up() -> Registration | None:
    try:
        link_id, begun, used = map(float, session[_VISIT])
        moments = [datetime.fromtimestamp(moment, tz=now().tzinfo) for moment in (begun, used)]
    except (KeyError, TypeError, ValueError, OverflowError):
        return None
    found = private_links.registration_of_visit(int(link_id), *moments)
    if found is None:
        end()
    elif now() - moments[1] > _EVERY:
        session[_VISIT] = [int(link_id), begun, now().timestamp()]
    return found
