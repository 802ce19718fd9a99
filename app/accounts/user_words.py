"""The words of the pages about accounts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from flask_babel import gettext as _
from flask_babel import pgettext

from app.lib import seat_time
from app.models import Event, UserRole
from app.services.accounts.user_list import AccountState, Entry
from app.web.locale import language


def role_notes() -> dict[str, str]:
    """What each role can do, by its code."""
    return {
        UserRole.ADMINISTRATOR.value: _(
            "All that organisers do, with all events; accounts, audit trail, privacy."
        ),
        UserRole.ORGANISER.value: _(
            "Events, participants, delegations, letters, papers, check-in, statistics."
        ),
        UserRole.DESK_AGENT.value: _("Check-in at the entrance, and nothing else. As a rule one event."),
        UserRole.STATISTICS_READER.value: _("Figures, without any name."),
    }


def state(entry: Entry) -> tuple[str, str, str]:
    """How an account stands, as a chip: words, sign, kind."""
    return {
        AccountState.INVITED: (pgettext("account", "Invited, no password yet"), "mail", "waitlisted"),
        AccountState.ACTIVE: (pgettext("account", "Open"), "check", "confirmed"),
        AccountState.CLOSED: (pgettext("account", "Closed"), "x", "expired"),
    }[entry.state]


def sight(entry: Entry) -> str:
    """With which events somebody works."""
    if entry.user.all_events:
        return _("all events")
    return "; ".join(map(title, entry.events)) or pgettext("events", "none")


def title(event: Event) -> str:
    """An event among others: its title and its year."""
    words = event.title.in_language(language()) or _("Event without a title")
    return f"{words} ({event.year})"


def second_factor(entry: Entry) -> str:
    """Whether signing in asks for a code."""
    return (
        pgettext("second factor", "set up")
        if entry.user.second_factor
        else pgettext("second factor", "not yet")
    )


def last_seen(entry: Entry) -> str:
    """When an account was last used, as far as that is still on record."""
    return moment(entry.last_seen) if entry.last_seen else "–"


def moment(at: datetime) -> str:
    """A moment by the clocks of Strasbourg, as the page says once: “9 June 2027, 10:10”."""
    return seat_time.moment(at, language())


def changed(names: Sequence[str]) -> str:
    """What is said after the form of an account was saved."""
    if not names:
        return _("Nothing was changed.")
    if names == ["language"]:
        return _("Saved.")
    return _("Saved. The owner of the account is told by letter.")
