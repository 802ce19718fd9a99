"""What stands before the first request: tables, reference data, history, notice, fictional events, an administrator."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from flask import current_app
from sqlalchemy import text

from app.extensions import db
from app.lib import installation
from app.lib.transaction_kind import writing
from app.lib.version import version
from app.services import history, reference_data
from app.services.accounts import administrators, passwords, users
from app.services.demonstration import loading
from app.services.privacy import notices
from app.web import document_files
from config import Config

_TURN = 0x57A27  # of whoever fills in what is missing, among PostgreSQL's advisory locks


@dataclass(frozen=True)
class Prepared:
    """What whoever starts the application is told: the first administrator's link, while one is needed."""

    token: str | None = None
    account: str | None = None
    administrator_missing: bool = False

    def welcome(self, settings: Config) -> str:
        """Where to go, as lines of text."""
        rows = [("Calendar", f"{settings.base_url}/")]
        if self.administrator_missing and settings.production:  # what a service says ends up in a log
            rows.append(("First sign-in", "flask users first-link prints a link, on your terminal alone"))
        elif self.token:
            rows.append(("First sign-in", f"{settings.base_url}/set-password/{self.token}"))
            rows.append(("", f"{self.account} sets a password there, once; the next start prints a new link"))
            rows.append(("", "have an authenticator app at hand: signing in asks for its codes"))
        if has_mailbox(settings):
            rows.append(("Mailbox", f"{settings.base_url}/mailbox"))
            rows.append(("", "where the letters go as long as no mail server is set"))
        lines = [f"  {name:<15}{value}" for name, value in rows]
        return "\n".join(
            [
                "",
                f"{installation.spoken('en').name} – events, version {version()}",
                "",
                *lines,
                "",
                "  Ctrl-C ends it.",
                "",
            ]
        )


def has_mailbox(settings: Config) -> bool:
    """Whether letters go into the development mailbox, which has a page."""
    return not settings.production and not settings.mail_server


def prepare(settings: Config) -> Prepared:
    """Bring the database up to date and fill in what is missing; doing it again changes nothing.

    Raises:
        TableRefused: the reference data are wrong.
        OperationalError: the database does not answer.
    """
    from flask_migrate import upgrade  # noqa: PLC0415 - only whoever migrates loads Alembic

    upgrade(directory=current_app.extensions["migrate"].directory)
    with writing():
        load_reference_data()
        if settings.production:
            loading.decided()  # a later start in development does not find a first start here
        elif settings.environment == "development" and loading.first_start():
            loading.add(loading.PARTICIPANTS, document_files.most())
        prepared = _prepared(settings)
        db.session.commit()
    return prepared


def _prepared(settings: Config) -> Prepared:
    """What is to be told. In production nobody would see a link, and a new one would end the one that somebody has."""
    if settings.production:
        return Prepared(administrator_missing=not administrators.has_one())
    token = users.ensure_first_administrator(settings.first_admin_email)
    account = passwords.account_behind(token).email if token else None
    return Prepared(token, account, administrator_missing=token is not None)


def load_reference_data(folder: Path = reference_data.FOLDER) -> tuple[reference_data.Loaded, int, bool]:
    """Bodies, history and notice: what has changed, how many events are new, whether the notice is.

    Of several hosts that start at once each waits for the one before, and finds that nothing is left to do.

    Raises:
        TableRefused: a file or a row is wrong.
    """
    if db.engine.dialect.name == "postgresql":  # on SQLite the unit holds the only lock already
        db.session.execute(text("SELECT pg_advisory_xact_lock(:turn)"), {"turn": _TURN})
    return reference_data.load(folder), history.load(folder), notices.publish_first(folder)
