"""What this installation is called, whom to ask and who writes: held in the process (`app/lib/installation.py`).

A page costs no statement by it: each process looks again after half a minute, and the one that changed something at once. Where
the database does not answer, what was known last holds. How it is kept and changed: network_settings.py.
"""

from __future__ import annotations

import math
import time
from typing import Protocol

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from app.extensions import db
from app.lib import installation, patience
from app.lib.installation import Installation, NetworkName
from app.lib.transaction_kind import reading
from app.services import network_settings
from app.services.outgoing import Site

SECONDS = 30  # for which a process does not look again
MOST_SECONDS = 2  # for which a page waits for it: it can do without


class Configured(Protocol):
    """What the environment says."""

    @property
    def base_url(self) -> str: ...
    @property
    def contact_address(self) -> str: ...
    @property
    def mail_sender(self) -> str: ...
    @property
    def mail_sender_name(self) -> str: ...
    @property
    def mail_return_path(self) -> str: ...


class _Looked:
    """When this process looks again, by its own clock."""

    again = -math.inf


def renew() -> None:
    """Look again, if it is time; in a short unit of its own, whatever else is under way."""
    if time.monotonic() >= _Looked.again:
        look_again()


def look_again() -> None:
    """Let what the database says hold in this process."""
    _Looked.again = time.monotonic() + SECONDS  # first: the other threads go on with what is known
    try:
        with reading(), patience.at_most(MOST_SECONDS), Session(db.engine) as glance:
            installation.take(network_settings.stored(glance))
    except SQLAlchemyError:
        return  # what was known last holds, and the page itself says what is wrong


def hold_still(beginning: Installation | None = None) -> None:
    """Begin anew and look no more, for tests that count statements."""
    installation.take(beginning or Installation())
    _Looked.again = math.inf


def contact_address(config: Configured) -> str:
    """Where the secretariat reads what people ask."""
    return installation.present().contact.email or config.contact_address


def answers_to(config: Configured) -> str:
    """Where answers to letters go that no event sends elsewhere; the letters name it as the address for questions."""
    return installation.present().sender.reply_to or contact_address(config)


def sender_name(config: Configured) -> str:
    """Under which name letters go out; a new name of the Network holds here too, unless somebody chose another."""
    return installation.present().sender.name or default_sender_name(config)


def default_sender_name(config: Configured) -> str:
    """The same where nobody has chosen a name: the one that is configured, or, after a new name of the Network, that one."""
    held = installation.present()
    if held.renamed and config.mail_sender_name == _in_both(NetworkName()):
        return _in_both(held.name)
    return config.mail_sender_name


def _in_both(names: NetworkName) -> str:
    return " – ".join(dict.fromkeys(names.name))


def site(config: Configured) -> Site:
    """What letters need to know of the installation, as it holds now."""
    own = installation.present().sender
    return Site(
        config.base_url,
        own.address or config.mail_sender,
        sender_name(config),
        answers_to(config),
        own.return_path or config.mail_return_path,
    )
