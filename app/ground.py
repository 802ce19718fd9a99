"""What pages, commands and worker stand on alike: settings, log, folder, database, and the way to the mail server."""

from __future__ import annotations

import os
import stat
import sys
from pathlib import Path

from flask import Flask

from app.extensions import Base, db, mail
from app.lib import discreet_logging, json_lines, patience, slow_statements, write_transactions
from app.lib.process_counts import ProcessCounts
from config import ROOT, Config, ConfigError

write_transactions.guard(db.session.session_factory.class_)


def laid(settings: Config) -> Flask:
    """An application that knows its settings and its database, and has nothing yet that it shows or does.

    Raises:
        ConfigError: INSTANCE_PATH cannot be used.
    """
    discreet_logging.install()
    json_lines.install()
    _close_to_others(Path(settings.instance_path))
    app = Flask(
        "app",
        template_folder=str(ROOT / "templates"),
        instance_path=str(Path(settings.instance_path).resolve()),
    )
    app.config.from_mapping(settings.flask_settings())
    app.extensions["config"] = settings
    mail.init_app(app)
    db.init_app(app)
    assert db.metadata is Base.metadata  # noqa: S101 - the models and the extension must speak of the same tables
    counts = ProcessCounts(Path(settings.instance_path)) if settings.metrics_token else None
    app.extensions["process_counts"] = counts
    with app.app_context():
        _hook(settings, counts)
    return app


def _hook(settings: Config, counts: ProcessCounts | None) -> None:
    """Bind to the engine how units begin, how long they wait, and what is told of them."""
    slow = settings.slow_statement_milliseconds
    if counts is None:
        slow_statements.install(db.engine, slow)
    else:
        counts.watch(db.engine)
        slow_statements.install(db.engine, slow, counts.slow_statement)
    write_transactions.install(db.engine)
    patience.install(db.engine, settings.database_lock_seconds)


def _close_to_others(folder: Path) -> None:
    """Make the folder that holds the names of those who come, or close it to other users of the machine.

    Raises:
        ConfigError: it cannot be made, or nothing can be written there.
    """
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise ConfigError(f"INSTANCE_PATH cannot be used: {error.strerror}: {folder}") from None
    if not os.access(folder, os.W_OK | os.X_OK):
        raise ConfigError(f"INSTANCE_PATH must be a folder that this user can write to: {folder}")
    if stat.S_IMODE(folder.stat().st_mode) & 0o077:
        try:
            folder.chmod(0o700)
        except OSError:
            print(
                f"Warning: INSTANCE_PATH is open to other users of this machine: chmod 700 {folder}",
                file=sys.stderr,
            )
