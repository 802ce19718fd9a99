"""Who is visiting, and what of it is the visitor's own. Somebody else's delegation does not exist here (404).

The cookie holds the number of the link that was used; everything else is looked up, once a request.
"""

from __future__ import annotations

from flask import g, session, url_for

from app.models import AccessLink, Body, Event, Person, Registration
from app.services import correspondent_visits, delegation_sight, my_delegation
from app.services.actors import Actor, correspondent
from app.services.correspondent_visits import Visit
from app.services.errors import NotFound
from app.web import access

_VISIT = access.CORRESPONDENT.visit


def begin(link: AccessLink) -> None:
    """Begin a visit with a link that was just used: nothing of what the browser held before survives."""
    session.clear()
    session[_VISIT] = link.id


def end() -> None:
    """Forget the visit on this device."""
    session.clear()


def link_id() -> int | None:
    """The link that this browser came in with, whether or not the visit goes on."""
    held = session.get(_VISIT)
    return held if isinstance(held, int) and not isinstance(held, bool) else None


def look_up() -> bool:
    """Look up who is visiting; False without a visit, or once it is over."""
    held = link_id()
    g.visit = correspondent_visits.visit(held) if held is not None else None
    if g.visit is not None:
        g.speaks = g.visit.person.language.value  # where no other language was chosen
    return g.visit is not None


def present() -> Visit | None:
    """The visit that was looked up; None on the pages that are for everybody."""
    found: Visit | None = g.get("visit")
    return found


def visitor() -> Person:
    """The correspondent or contact point who is visiting."""
    return _going_on().person


def own_bodies() -> list[Body]:
    """The bodies for which the visitor speaks today."""
    return _going_on().bodies


def own_body(code: str) -> Body:
    """One of them; for every other code there is nothing here (404)."""
    for body in own_bodies():
        if body.code == code:
            return body
    raise NotFound


def own_event(slug: str) -> Event:
    """An event as correspondents see it: not a draft, not archived. Whether it can still be worked on is the rules' to say."""
    return delegation_sight.event_of(slug, visitor())


def own_registration(registration_id: int) -> Registration:
    """Somebody of the visitor's own delegations (404 for everybody else), with event and body."""
    return delegation_sight.registration_of(registration_id, own_bodies(), visitor())


def page_of(event: Event, body: Body | None) -> str:
    """Where a delegation stands on the correspondent's page."""
    anchor = my_delegation.key_of(event, body) if body is not None else None
    return url_for("delegation.mine", _anchor=anchor)


def acting() -> Actor:
    """The visitor as the one who acts."""
    return correspondent(visitor())


def _going_on() -> Visit:
    found = present()
    if found is None:
        raise NotFound
    return found
