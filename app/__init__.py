"""The application factory: the only file that sees everything."""

from __future__ import annotations

from pathlib import Path

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from app import accounts, checkin, cli, organiser, public, worker
from app.extensions import Base, bootstrap, compress, csrf, db, mail, migrate
from app.lib.write_transactions import guard
from app.web import (
    access,
    choices,
    errors,
    formatting,
    headers,
    health,
    locale,
    sign_in,
    styleguide,
    units,
)
from config import ROOT, Config

guard(db.session.session_factory.class_)


def create_app(config: Config | None = None) -> Flask:
    """Make an application. It neither migrates nor asks anything; `flask serve` does the first.

    Raises:
        ConfigError: a setting is missing or makes no sense.
    """
    settings = config or Config.from_environment()
    Path(settings.instance_path).mkdir(parents=True, exist_ok=True)
    app = Flask(
        __name__,
        template_folder=str(ROOT / "templates"),
        instance_path=str(Path(settings.instance_path).resolve()),
    )
    app.config.from_mapping(_flask_settings(settings))
    app.extensions["config"] = settings
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    if settings.trusted_proxies:
        hops = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]
    _bind_extensions(app)
    for fitting in (units, sign_in, locale, access, headers, formatting, errors):
        fitting.init_app(app)
    for blueprint in (choices.bp, health.bp):
        app.register_blueprint(blueprint)
    if not settings.production:
        app.register_blueprint(styleguide.bp)
    for door in (public, organiser, checkin, accounts, cli, worker):
        door.init_app(app)
    return app


def _bind_extensions(app: Flask) -> None:
    db.init_app(app)
    migrate.init_app(app, db, directory=str(ROOT / "migrations"))
    for extension in (csrf, mail, bootstrap, compress):
        extension.init_app(app)
    assert db.metadata is Base.metadata  # noqa: S101 - the models and the extension must speak of the same tables


def _flask_settings(settings: Config) -> dict[str, object]:
    secure = settings.base_url.startswith("https://")
    return {
        "SECRET_KEY": settings.effective_secret_key(),
        "SQLALCHEMY_DATABASE_URI": settings.sqlalchemy_url,
        "SQLALCHEMY_ENGINE_OPTIONS": {"pool_pre_ping": True}
        if "postgresql" in settings.sqlalchemy_url
        else {},
        "TESTING": settings.environment == "testing",
        "MAX_CONTENT_LENGTH": settings.max_upload_megabytes * 1024 * 1024,
        "MAX_FORM_MEMORY_SIZE": 1024 * 1024,
        "SESSION_COOKIE_NAME": "__Host-session" if secure else "session",
        "SESSION_COOKIE_SECURE": secure,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "WTF_CSRF_TIME_LIMIT": 12 * 3600,
        "WTF_CSRF_SSL_STRICT": False,  # pages send no referrer; the token and SameSite guard the forms
        "BOOTSTRAP_SERVE_LOCAL": True,
        "SEND_FILE_MAX_AGE_DEFAULT": 3600,
        "BABEL_DEFAULT_LOCALE": "en",
        "MAIL_SERVER": settings.mail_server or "127.0.0.1",
        "MAIL_PORT": settings.mail_port,
        "MAIL_USE_TLS": settings.mail_use_tls and not settings.mail_use_ssl,
        "MAIL_USE_SSL": settings.mail_use_ssl,
        "MAIL_USERNAME": settings.mail_username or None,
        "MAIL_PASSWORD": settings.mail_password or None,
        "MAIL_DEFAULT_SENDER": (settings.mail_sender_name, settings.mail_sender),
    }
