"""The factories: of the whole application, and of the worker, which shows no pages. The only file that sees everything.

What each sees is imported when it is called. This file is read by whoever imports any part of the package, so that the worker
would otherwise hold every page (docs/decisions/0041-a-factory-for-the-worker.md).
"""

from __future__ import annotations

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from app import ground
from app.extensions import migrate
from config import ROOT, Config


def create_app(config: Config | None = None) -> Flask:
    """Make the application: pages, commands and tasks. It neither migrates nor asks anything; `flask serve` does the first.

    Raises:
        ConfigError: a setting is missing or makes no sense.
    """
    from app import accounts, checkin, cli, delegation, organiser, public, worker  # noqa: PLC0415 - as said above
    from app.web import (  # noqa: PLC0415 - as said above
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
    from app.web.extensions import bootstrap, compress, csrf  # noqa: PLC0415

    settings = config or Config.from_environment()
    app = ground.laid(settings)
    migrate.init_app(app, directory=str(ROOT / "migrations"))
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    hosts.init_app(app)  # first, and inside what believes the proxy
    if settings.trusted_proxies:
        hops = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]
    request_log.init_app(app)  # before all others, so that its line is the last
    request_counts.init_app(app)
    form_size.init_app(app)  # before the forms' tokens are looked for
    for extension in (csrf, bootstrap, compress):
        extension.init_app(app)
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


def create_worker(config: Config | None = None) -> Flask:
    """Make what the worker runs in: the same ground and its tasks.

    Raises:
        ConfigError: a setting is missing or makes no sense.
    """
    from app import worker  # noqa: PLC0415 - as said above

    app = ground.laid(config or Config.from_environment())
    worker.init_app(app)
    return app
