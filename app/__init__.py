"""The application factory: the only file that sees everything."""

from __future__ import annotations

import os
import stat
import sys
from pathlib import Path

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from app import accounts, checkin, cli, delegation, organiser, public, worker
from app.extensions import Base, bootstrap, compress, csrf, db, mail, migrate
from app.lib import discreet_logging, json_lines
from app.lib.write_transactions import guard
from app.web import (
    access,
    addresses,
    choices,
    control_attributes,
    errors,
    form_content,
    form_size,
    formatting,
    headers,
    health,
    help_pages,
    hosts,
    limits,
    locale,
    mail_banner,
    mailbox_pages,
    metrics,
    network,
    request_counts,
    request_log,
    sign_in,
    static_files,
    styleguide,
    template_names,
    units,
    url_numbers,
)
from config import ROOT, Config, ConfigError

guard(db.session.session_factory.class_)


def create_app(config: Config | None = None) -> Flask:
    """Make an application. It neither migrates nor asks anything; `flask serve` does the first.

    Raises:
        ConfigError: a setting is missing or makes no sense.
    """
    settings = config or Config.from_environment()
    discreet_logging.install()
    json_lines.install()
    _close_to_others(Path(settings.instance_path))
    app = Flask(
        __name__,
        template_folder=str(ROOT / "templates"),
        instance_path=str(Path(settings.instance_path).resolve()),
    )
    app.config.from_mapping(settings.flask_settings())
    app.extensions["config"] = settings
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    hosts.init_app(app)  # first, and inside what believes the proxy
    if settings.trusted_proxies:
        hops = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]
    request_log.init_app(app)  # before all others, so that its line is the last
    request_counts.init_app(app)
    form_size.init_app(app)  # before the forms' tokens are looked for
    _bind_extensions(app)
    request_counts.watch_pool(app)
    for fitting in (
        url_numbers,
        addresses,
        units,
        limits,
        sign_in,
        locale,
        template_names,
        form_content,
        control_attributes,
        access,
        network,
        headers,
        static_files,
        formatting,
        mail_banner,
        errors,
        help_pages,
    ):
        fitting.init_app(app)
    for blueprint in (choices.bp, health.bp, metrics.bp):
        app.register_blueprint(blueprint)
    if not settings.production:
        app.register_blueprint(styleguide.bp)
    if not (settings.production or settings.mail_server):
        app.register_blueprint(mailbox_pages.bp)
    for door in (public, delegation, organiser, checkin, accounts, cli, worker):
        door.init_app(app)
    return app


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


def _bind_extensions(app: Flask) -> None:
    db.init_app(app)
    migrate.init_app(app, directory=str(ROOT / "migrations"))
    for extension in (csrf, mail, bootstrap, compress):
        extension.init_app(app)
    assert db.metadata is Base.metadata  # noqa: S101 - the models and the extension must speak of the same tables
