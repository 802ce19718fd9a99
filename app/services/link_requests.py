"""Asking for a private link. Whoever asks sees the same page after the same work, whether the address is known or not.

The request is only written down. The worker looks up who is meant and writes the letters, under the limits that
`requested_letters` counts.
"""

from __future__ import annotations

import logging
from typing import cast

from sqlalchemy import Table, delete, insert, select

from app.extensions import db
from app.lib.clock import now
from app.lib.names import normalised_address
from app.models import LinkRequest, Registration, RequestedLink
from app.services import correspondent_visits, outbox, private_links, requested_letters

_AT_ONCE = 50
_ASKED = insert(cast("Table", LinkRequest.__table__)).inline()
_log = logging.getLogger(__name__)


def ask(address: str) -> None:
    """Ask for the private links of whatever an address is registered for."""
    _add(email_key=normalised_address(address))


def ask_for_delegation(address: str) -> None:
    """Ask for the link with which the correspondents behind an address open the page of their delegation."""
    key = normalised_address(address)
    _add(email_key=key, opens=RequestedLink.DELEGATION)


def ask_for(registration: Registration) -> None:
    """Ask for the private link of one registration: somebody has sent the form a second time."""
    _add(registration_id=registration.id)


def one_waits() -> bool:
    """Whether a request waits to be answered; asks without locking anything."""
    return db.session.scalar(select(LinkRequest.id).limit(1)) is not None


def answer() -> int:
    """Answer the oldest requests and remove them; returns how many.

    A second worker waits here for the first, and then counts its letters too. What cannot be answered goes as well, so that
    it holds up nobody else.
    """
    oldest = select(LinkRequest.id).order_by(LinkRequest.id).limit(_AT_ONCE)
    rows = db.session.execute(
        delete(LinkRequest)
        .where(LinkRequest.id.in_(oldest.scalar_subquery()))
        .returning(LinkRequest.id, LinkRequest.email_key, LinkRequest.registration_id, LinkRequest.opens)
        .execution_options(synchronize_session=False)
    ).all()
    for row in sorted(rows, key=lambda row: row.id):
        try:
            with db.session.begin_nested():
                _answer(row.email_key, row.registration_id, row.opens)
        except Exception as error:
            _log.error("link request %s is not answered: %s", row.id, type(error).__name__)
    return len(rows)


def _answer(email_key: str | None, registration_id: int | None, opens: RequestedLink) -> None:
    if email_key is not None and opens is RequestedLink.DELEGATION:
        correspondent_visits.send_links(email_key)
        return
    if email_key is not None:
        private_links.send_again(email_key)
        return
    registration = db.session.get(Registration, registration_id)
    if registration is not None:
        requested_letters.send_again(registration)


def _add(**asked: object) -> None:
    db.session.execute(_ASKED, {**asked, "asked_at": now()})  # as much work as the letter of somebody new
    db.session.info[outbox.QUEUED] = True
