"""The banner over every page of the organisers' while no letter goes out; what it says costs one statement a page.

The same statement tells administrators, on the page of what needs doing today, that the latest backup is too old.
"""

from __future__ import annotations

from datetime import timedelta

from flask import Flask, g
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user
from sqlalchemy.exc import SQLAlchemyError

from app.lib.clock import now
from app.models import Letter, UserRole
from app.services import heartbeats
from app.services.heartbeats import MailState
from app.services.letter_failures import Mentioned
from app.services.mail_answers import without_addresses
from app.services.system_state import is_late


def init_app(app: Flask) -> None:
    """Let templates ask for it."""
    app.template_filter("server_words")(server_words)
    app.context_processor(
        lambda: {"mail_trouble": mail_trouble, "late_backup": late_backup, "silence_words": silence_words}
    )


def mail_state() -> MailState:
    """How it stands with the delivery of letters, asked once a request."""
    if "mail_state" not in g:
        g.mail_state = heartbeats.mail_state()
    state: MailState = g.mail_state
    return state


def mail_trouble() -> MailState | None:
    """What keeps letters from going out, for those whom it concerns; None if nothing does."""
    if not current_user or not current_user.is_authenticated or not current_user.organises:
        return None
    try:
        state = mail_state()
    except SQLAlchemyError:  # the page tells of another failure already
        return None
    return None if state.delivers else state


def late_backup() -> timedelta | None:
    """How old the latest backup is, for administrators, if it is older than it should be; None otherwise."""
    made = mail_state().backup_at
    if current_user.role is not UserRole.ADMINISTRATOR or made is None or not is_late(made, now()):
        return None
    return now() - made


def server_words(letter: Letter | Mentioned, opened: bool = False) -> str:
    """What was said about a letter: the server's words as they are, our own in the reader's language. Never markup.

    Servers repeat addresses; that of somebody discreet is left out unless the person was opened.
    """
    words = _(letter.server_said) if letter.server_said else ""
    if opened or not letter.is_to_discreet:
        return words
    return without_addresses(words, letter.recipient)


def silence_words(silence: timedelta) -> str:
    """A period as somebody would say it: minutes, hours or days."""
    minutes = max(1, int(silence.total_seconds()) // 60)
    if minutes < 120:
        return ngettext("%(num)s minute", "%(num)s minutes", minutes)
    if minutes < 48 * 60:
        return ngettext("%(num)s hour", "%(num)s hours", minutes // 60)
    return _("%(number)s days", number=minutes // (24 * 60))
