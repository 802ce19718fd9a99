"""Every period and limit, with its default. An administrator's choice stands in the table and wins."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import ScalarSelect, bindparam, select, text

from app.extensions import db
from app.lib.clock import now
from app.models import Setting


@dataclass(frozen=True)
class Definition:
    """A setting's default and its bounds, all in the unit that its name says."""

    default: int
    least: int
    most: int


_LOCK = 0x5E77  # of changing settings, among PostgreSQL's advisory locks
# Most pages ask it, and building it takes longer than answering.
_CHANGED = select(Setting.name, Setting.value).where(Setting.name.in_(bindparam("names", expanding=True)))

DEFINITIONS: dict[str, Definition] = {
    "hold_minutes": Definition(
        24 * 60, 5, 7 * 24 * 60
    ),  # how long an unverified registration keeps its place
    "private_link_days_after_event": Definition(7, 0, 90),
    "private_visit_idle_minutes": Definition(60, 5, 24 * 60),  # of who has opened a private link
    "private_visit_absolute_minutes": Definition(12 * 60, 5, 24 * 60),
    "password_link_hours": Definition(72, 1, 7 * 24),  # an invitation of a Friday is read on Monday
    "session_idle_minutes": Definition(3 * 60, 5, 24 * 60),
    "session_absolute_minutes": Definition(12 * 60, 5, 24 * 60),
    "session_halfway_minutes": Definition(30, 5, 120),  # from the password to the second factor
    "sign_in_attempts": Definition(5, 3, 20),  # wrong ones, per account and address together
    "sign_in_attempts_minutes": Definition(15, 1, 24 * 60),
    "sign_in_attempts_per_address_per_hour": Definition(50, 10, 1000),  # whatever the account
    # A ministry has one address for all who work there: what comes from it is not one person's.
    "registrations_per_address_per_hour": Definition(100, 10, 100_000),
    "link_requests_per_address_per_hour": Definition(60, 10, 100_000),  # for private links, sent by mail
    "unknown_links_per_address_per_hour": Definition(60, 10, 100_000),  # opened: mistyped, or guessed
    "data_exports_per_address_per_hour": Definition(60, 10, 100_000),  # copies of one’s own data
    "second_factor_attempts_per_day": Definition(50, 10, 1000),  # wrong ones, per account
    "link_resends_per_hour": Definition(3, 1, 20),  # per registration
    "letters_per_address_per_hour": Definition(10, 1, 100),
    "sign_in_link_hours": Definition(3, 1, 24),  # a correspondent's
    "correspondent_visit_hours": Definition(3, 1, 12),
    "letters_per_minute": Definition(0, 0, 10_000),  # what the mail server takes; 0: no limit
    "letters_at_once": Definition(
        10, 1, 50
    ),  # claimed together; a worker that dies delays so many by a lease
    "letter_lease_seconds": Definition(120, 10, 3600),
    "letter_attempts": Definition(14, 1, 50),  # with the waits below a temporary refusal is borne for a day
    "programme_letter_minutes": Definition(
        15, 0, 240
    ),  # for which a changed session is collected with others into one letter
    "letter_retry_seconds": Definition(60, 1, 3600),  # after the first refusal; doubled after each
    "letter_retry_most_seconds": Definition(4 * 3600, 60, 24 * 3600),
    "worker_silent_after_seconds": Definition(240, 30, 3600),
    "list_page_size": Definition(50, 10, 200),
    "discreet_cell_minimum": Definition(5, 2, 20),
    "rows_at_once": Definition(5000, 100, 100_000),  # a longer workbook is made by the worker
    "papers_at_once": Definition(150, 10, 5000),  # people on it; a paper for more is made by the worker
    "job_files_kept_days": Definition(7, 1, 90),
    "needs_kept_days": Definition(7, 0, 90),
    "persons_kept_months": Definition(18, 1, 120),
    "unverified_kept_days": Definition(30, 1, 365),  # after registration closed: nobody has shown the address
    "sessions_kept_days": Definition(30, 1, 365),  # after their end
    "links_kept_days": Definition(90, 1, 365),  # after they have opened something for the last time
    "closed_accounts_kept_days": Definition(365, 1, 3650),
    "letter_text_kept_days": Definition(180, 1, 3650),
    "message_grace_seconds": Definition(60, 0, 3600),  # in which a message to many can be taken back
    "reminder_grace_hours": Definition(
        24, 0, 14 * 24
    ),  # in which nobody invited or nominated is reminded by a rule
    "practical_again_days": Definition(
        7, 0, 90
    ),  # in which no rule repeats the practical information of a message to many
    "online_presence_minutes": Definition(10, 1, 600),  # in a session, from which somebody was there
    "message_files_megabytes": Definition(10, 1, 25),  # all files of a message to many together
}


def number(name: str) -> int:
    """A setting's present value, in the unit that its name says."""
    return numbers(name)[0]


def numbers(*names: str) -> list[int]:
    """Several settings at once, in one statement."""
    changed = dict(db.session.execute(_CHANGED, {"names": names}).tuples().all())
    return [effective(name, changed.get(name)) for name in names]


def changed_value(name: str) -> ScalarSelect[object]:
    """What somebody has set, as a part of another statement; None where nobody did. `effective` makes a number of it."""
    return select(Setting.value).where(Setting.name == name).scalar_subquery()


def effective(name: str, changed: object) -> int:
    """A setting's present value, from what somebody has set."""
    return DEFINITIONS[name].default if changed is None else int(str(changed))


def minutes(name: str) -> timedelta:
    """A setting that counts minutes, as a period."""
    return timedelta(minutes=number(name))


def lock() -> None:
    """Wait for whoever is changing settings, also one that nobody has changed before and that has no row to lock."""
    if db.engine.dialect.name == "postgresql":  # on SQLite the unit holds the only lock already
        db.session.execute(text("SELECT pg_advisory_xact_lock(:name)"), {"name": _LOCK})


def change(name: str, value: int) -> Setting:
    """Set a setting; the caller has checked who may. Returns its row, for the record.

    Raises:
        KeyError: there is no such setting.
        ValueError: the value is out of its bounds.
    """
    definition = DEFINITIONS[name]
    if not definition.least <= value <= definition.most:
        raise ValueError(f"{name} must be from {definition.least} to {definition.most}")
    lock()
    row = db.session.get(Setting, name, populate_existing=True)
    if row is None:
        row = Setting(name=name, value=value, changed_at=now())
        db.session.add(row)
    else:
        row.value, row.changed_at = value, now()
    db.session.flush()
    return row
