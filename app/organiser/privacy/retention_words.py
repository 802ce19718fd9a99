"""Retention in words: what each rule forgets, since when it counts, why something was erased."""

from __future__ import annotations

from datetime import datetime

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from app.lib import dates
from app.lib.clock import SEAT
from app.models import ActorKind, ErasureRule
from app.services.privacy.erasure_log import Erased
from app.services.privacy.periods import Period
from app.services.privacy.retention import Due
from app.web.locale import language

_WHAT = {
    "needs": _l("Diet and access needs"),
    "persons": _l("People with their registrations"),
    "registrations": _l("Registrations of people whose address was never confirmed"),
    "unverified": _l("Registrations that expired unconfirmed"),
    "events": _l("Speakers typed in, reasons, proposals and invited addresses"),
    "letter_texts": _l("What letters said"),
    "letter_addresses": _l("Addresses of letters to erased people"),
    "messages": _l("Messages to many, with their files"),
    "files": _l("Lists made for somebody to fetch"),
    "sessions": _l("Visits of those who sign in"),
    "links": _l("Private links that open nothing"),
    "accounts": _l("Names of closed accounts"),
}
_SINCE = {
    "needs": _l("after the event"),
    "persons": _l("after the last event; not while somebody speaks for a delegation"),
    "registrations": _l("after the event"),
    "unverified": _l("after registration closed"),
    "events": _l("after the event"),
    "letter_texts": _l("after they went out"),
    "letter_addresses": "",
    "messages": _l("after they were done, and all their letters are forgotten"),
    "files": _l("after they were made"),
    "sessions": _l("after their end"),
    "links": _l("after they opened something for the last time"),
    "accounts": _l("after they were closed"),
}
_QUESTIONS = {
    "needs_kept_days": _l("Diet and access needs: days after the event"),
    "persons_kept_months": _l("People and whatever names them at an event: months after the event"),
    "unverified_kept_days": _l("Registrations that expired unconfirmed: days after registration closed"),
    "letter_text_kept_days": _l("What letters and messages to many said: days after they went out"),
    "job_files_kept_days": _l("Lists made for somebody to fetch: days after they were made"),
    "sessions_kept_days": _l("Visits of those who sign in: days after their end"),
    "links_kept_days": _l("Private links: days after they opened something for the last time"),
    "closed_accounts_kept_days": _l("Names of closed accounts: days after they were closed"),
}
_BY_RULE = {
    ErasureRule.NEEDS: "needs",
    ErasureRule.PERSONS: "persons",
    ErasureRule.EVENTS: "events",
    ErasureRule.LETTER_TEXTS: "letter_texts",
    ErasureRule.LETTER_ADDRESSES: "letter_addresses",
    ErasureRule.MESSAGES: "messages",
    ErasureRule.FILES: "files",
    ErasureRule.SESSIONS: "sessions",
    ErasureRule.LINKS: "links",
    ErasureRule.ACCOUNTS: "accounts",
}
_ASKED = {
    ActorKind.PERSON: _l("Erased by the person"),
    ActorKind.STAFF: _l("Erased by the secretariat, on request"),
    ActorKind.SYSTEM: _l("Erased on the server, on request"),
}


def what(due: Due) -> str:
    """What a rule forgets."""
    return str(_WHAT[due.rule.name])


def since(due: Due) -> str:
    """From when its period counts."""
    return str(_SINCE[due.rule.name])


def question(setting: str) -> str:
    """What a period is about, with its unit."""
    return str(_QUESTIONS[setting])


def period(of: Period) -> str:
    """A period, as in “18 months”."""
    if of.in_months:
        return ngettext("%(num)s month", "%(num)s months", of.number)
    return ngettext("%(num)s day", "%(num)s days", of.number) if of.number else _("at once")


def day(moment: datetime) -> str:
    """The day of a moment, by the clocks of the secretariat."""
    return dates.day(moment.astimezone(SEAT).date(), language(), weekday=False, year=True)


def day_of(erased: Erased) -> str:
    """The day of a record."""
    return dates.day(erased.day, language(), weekday=False, year=True)


def why(erased: Erased) -> str:
    """By which rule, or by whom, something was erased."""
    if erased.rule is ErasureRule.REQUEST:
        return str(_ASKED.get(erased.by, _ASKED[ActorKind.STAFF]))
    if erased.rule is ErasureRule.REGISTRATIONS:
        return _("Registrations of nobody whom we know")
    return str(_WHAT[_BY_RULE[erased.rule]])
