"""The configuration, read once from the environment, typed and frozen.

Every field can be set by an environment variable of the same name in capitals. `.env.example` lists them all.

It is one file, although it is long: it stands outside the application and is read before it, so that nothing of `app` can hold a
part of it, and what is set, what is refused and what Flask is told of it are read side by side.
"""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from itertools import pairwise
from pathlib import Path
from typing import Any, get_type_hints
from urllib.parse import urlsplit

from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

_ADDRESS = re.compile(r"[!-?A-~]+@[^\s@<>,]+")  # mail servers take ASCII before the @
_HOST = re.compile(r"[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?")
_TOKEN = re.compile(r"[!-~]{32,}")
_BY_HAND = re.compile(
    r"secret|passwor[dt]|change.?me|example|replace|default|testing|your.?key|random", re.IGNORECASE
)
_BOUNDS = {
    "web_processes": (1, 64),
    "trusted_proxies": (0, 10),
    "max_upload_megabytes": (1, 500),
    "database_connect_seconds": (2, 60),
    "database_statement_seconds": (1, 600),
    "database_lock_seconds": (1, 300),
    "database_pool_size": (1, 200),
    "database_pool_overflow": (0, 200),
    "database_pool_seconds": (1, 60),
    "slow_statement_milliseconds": (0, 600_000),
}
_RANDOM = "python3 -c 'import secrets; print(secrets.token_hex(32))'"
ROOT = Path(__file__).resolve().parent


class ConfigError(Exception):
    """A setting is missing or makes no sense; the message is one line that names it."""


def _secret() -> Any:
    """A setting that is not told when the configuration is shown, such as in a traceback."""
    return field(default="", repr=False)


@dataclass(frozen=True)
class Config:
    """What differs from one installation to the next. Periods and limits are Settings, kept in the database."""

    environment: str = "development"  # development | production | testing
    secret_key: str = _secret()  # signs cookies and forms; required in production
    secret_key_earlier: str = _secret()  # the one of before, while it is changed: it opens, and signs nothing
    database_url: str = _secret()  # empty: SQLite under instance_path; otherwise postgresql+psycopg://…
    instance_path: str = str(ROOT / "instance")
    base_url: str = "http://127.0.0.1:8000"  # what letters link to; its host is the only one that is answered
    trusted_hosts: str = ""  # further names by which the site is reached, with commas between them
    port: int = 8000
    web_processes: int = 2
    trusted_proxies: int = 0  # how many reverse proxies stand in front and set X-Forwarded-*
    mail_server: str = ""  # empty: letters are put into the development mailbox (not in production)
    mail_port: int = 587
    mail_use_tls: bool = True  # STARTTLS
    mail_use_ssl: bool = False
    mail_username: str = ""
    mail_password: str = _secret()
    mail_sender: str = "events@police-network.example"
    mail_sender_name: str = "Police Network – Réseau police"
    mail_return_path: str = ""  # where other servers send refusals; empty: the sender
    contact_address: str = "secretariat@police-network.example"
    first_admin_email: str = "admin@police-network.example"  # gets the first account
    max_upload_megabytes: int = 20
    log_visitors: bool = False  # whether the log's line of a request says from which address it came
    backup_key: str = _secret()  # 64 hexadecimal digits that encrypt backups; none are made without
    backup_key_file: str = ""  # a file that holds them instead
    metrics_token: str = _secret()  # what monitoring shows at /metrics; empty: there is no such page
    database_connect_seconds: int = 3  # how long a connection may take to come about
    database_statement_seconds: int = (
        20  # a page's statement (PostgreSQL); worker and commands take their time
    )
    database_lock_seconds: int = 15  # how long one waits for what another has locked; on SQLite all of them
    database_pool_size: int = 5  # connections that a process keeps
    database_pool_overflow: int = 10  # and that it opens beside them for a while
    database_pool_seconds: int = 5  # how long one waits for one of them to be free
    slow_statement_milliseconds: int = 200  # statements that take as long stand in the log; 0: none

    @classmethod
    def from_environment(cls, environ: Mapping[str, str] | None = None) -> Config:
        """Read the settings.

        Raises:
            ConfigError: a value cannot be read, or production lacks something it must have.
        """
        source = os.environ if environ is None else environ
        kinds = get_type_hints(cls)
        values: dict[str, Any] = {}
        for setting in fields(cls):
            text = source.get(setting.name.upper())
            if text is not None and text.strip():
                values[setting.name] = _read(setting.name, kinds[setting.name], text.strip())
        if values.get("mail_use_tls") and values.get("mail_use_ssl"):
            raise ConfigError("MAIL_USE_TLS and MAIL_USE_SSL exclude each other: set one of them to no")
        if "port" in values and "base_url" not in values:
            values["base_url"] = f"http://127.0.0.1:{values['port']}"
        values["base_url"] = values.get("base_url", cls.base_url).rstrip("/")
        return cls(**values).checked()

    def checked(self) -> Config:
        """Return this configuration, completed for development, or refuse it.

        Raises:
            ConfigError: as from_environment.
        """
        if self.environment not in {"development", "production", "testing"}:
            raise ConfigError("ENVIRONMENT must be development, production or testing")
        if not 0 < self.port < 65536:
            raise ConfigError(f"PORT must be from 1 to 65535, not {self.port}")
        for name, (least, most) in _BOUNDS.items():
            if not least <= getattr(self, name) <= most:
                raise ConfigError(f"{name.upper()} must be from {least} to {most}, not {getattr(self, name)}")
        self._check_database()
        self._check_hosts()
        self._check_mail()
        if self.backup_key:
            if self.backup_key_file:
                raise ConfigError("BACKUP_KEY and BACKUP_KEY_FILE exclude each other: set one of them")
            _backup_secret("BACKUP_KEY", self.backup_key)
        if self.metrics_token and not _TOKEN.fullmatch(self.metrics_token):
            raise ConfigError("METRICS_TOKEN must be at least 32 random characters, none of them a space")
        if self.metrics_token and _is_guessable(self.metrics_token):
            raise ConfigError(f"METRICS_TOKEN must be random: {_RANDOM} makes one")
        if self.environment == "production":
            self._check_production()
        return self

    def _check_production(self) -> None:
        """Refuse what only development may leave as it is."""
        if len(self.secret_key) < 32:
            raise ConfigError("SECRET_KEY must be set to at least 32 random characters in production")
        if _is_guessable(self.secret_key):
            raise ConfigError(f"SECRET_KEY must be random in production: {_RANDOM} makes one")
        earlier = self.secret_key_earlier  # cookies that are signed with it are believed, too
        if earlier and (len(earlier) < 32 or _is_guessable(earlier)):
            raise ConfigError("SECRET_KEY_EARLIER must be the random key of before, or empty")
        if not self.mail_server:
            raise ConfigError("MAIL_SERVER must be set in production")
        if not self.base_url.startswith("https://"):
            raise ConfigError("BASE_URL must be set to the public https:// address in production")
        for name in ("mail_sender", "contact_address", "first_admin_email"):
            if getattr(self, name) == getattr(type(self), name):
                raise ConfigError(
                    f"{name.upper()} must be set in production: {getattr(self, name)} is an example"
                )

    def _check_database(self) -> None:
        """Refuse what no database could be reached by. The address itself is not repeated."""
        kinds = ("sqlite:///", "postgresql://", "postgresql+psycopg://")
        if self.database_url and not self.database_url.startswith(kinds):
            raise ConfigError("DATABASE_URL must begin with postgresql:// or sqlite:///")
        try:
            url = make_url(self.sqlalchemy_url)
        except (ArgumentError, ValueError):
            raise ConfigError(
                "DATABASE_URL cannot be read: postgresql://user:password@host:port/name"
            ) from None
        if self.embedded and url.database in {None, "", ":memory:"}:
            raise ConfigError("DATABASE_URL must name a file: sqlite:////var/lib/events/police_network.db")
        if self.production and url.password == "PASSWORD":  # noqa: S105 - what deploy/environment begins with
            raise ConfigError("DATABASE_URL must be set in production: its password is an example")

    def _check_hosts(self) -> None:
        """Refuse addresses that no browser could ask for."""
        if not _is_site(self.base_url):
            raise ConfigError("BASE_URL must be http:// or https:// and the name of a host, and nothing else")
        for name in self.host_names:
            if not _HOST.fullmatch(name):
                raise ConfigError(
                    f"TRUSTED_HOSTS must be names of hosts with commas between them, not {name!r}"
                )

    def _check_mail(self) -> None:
        """Refuse what no mail server could make sense of; whether it can be reached shows when letters are sent."""
        if any(sign in self.mail_server for sign in "/@ ") or self.mail_server.count(":") == 1:
            raise ConfigError(
                f"MAIL_SERVER must be the name of a host and nothing else, not {self.mail_server!r}"
            )
        if not 0 < self.mail_port < 65536:
            raise ConfigError(f"MAIL_PORT must be from 1 to 65535, not {self.mail_port}")
        if bool(self.mail_username) != bool(self.mail_password):
            missing = "MAIL_PASSWORD" if self.mail_username else "MAIL_USERNAME"
            raise ConfigError(f"{missing} is missing: the mail server asks for both or for none")
        if not self.mail_sender_name.isprintable():
            raise ConfigError("MAIL_SENDER_NAME must be one line of text")
        for name in ("mail_sender", "mail_return_path", "contact_address", "first_admin_email"):
            address = getattr(self, name)
            if address and not _ADDRESS.fullmatch(address):
                raise ConfigError(f"{name.upper()} must be an e-mail address, not {address!r}")

    @property
    def host_names(self) -> tuple[str, ...]:
        """The names of TRUSTED_HOSTS."""
        return tuple(filter(None, (name.strip() for name in self.trusted_hosts.split(","))))

    @property
    def production(self) -> bool:
        return self.environment == "production"

    def backup_secret(self) -> bytes:
        """The key of the backups.

        Raises:
            ConfigError: there is none, or it is no key.
        """
        if not self.backup_key_file:
            return _backup_secret("BACKUP_KEY", self.backup_key)
        try:
            held = Path(self.backup_key_file).read_text(encoding="ascii").strip()
        except (OSError, ValueError):
            raise ConfigError(f"BACKUP_KEY_FILE cannot be read: {self.backup_key_file}") from None
        return _backup_secret("BACKUP_KEY_FILE", held)

    @property
    def warning(self) -> str | None:
        """What whoever starts the application should look at, in one line."""
        if self.production and not self.trusted_proxies:
            return (
                "TRUSTED_PROXIES is 0 although BASE_URL begins with https://: behind a reverse proxy set it to 1, or the limits"
                " take all visitors for one"
            )
        return None

    @property
    def sqlalchemy_url(self) -> str:
        """The database's address; SQLite in the instance folder unless one is given."""
        if self.database_url:
            return self.database_url.replace("postgresql://", "postgresql+psycopg://", 1)
        return f"sqlite:///{Path(self.instance_path) / 'police_network.db'}"

    @property
    def embedded(self) -> bool:
        """Whether the database is a file of ours (SQLite), and no server (PostgreSQL)."""
        return self.sqlalchemy_url.startswith("sqlite")

    @property
    def connect_options(self) -> dict[str, object]:
        """What the driver is told for each connection: how long it tries, and when a line that is dead counts as such."""
        if self.embedded:
            return {"timeout": self.database_lock_seconds}
        return {
            "connect_timeout": self.database_connect_seconds,
            "keepalives_idle": 10,
            "keepalives_interval": 5,
            "keepalives_count": 3,
            "tcp_user_timeout": 20_000,  # milliseconds
        }

    @property
    def mailbox_path(self) -> Path:
        """The Maildir that takes the letters while no mail server is set."""
        return Path(self.instance_path) / "mailbox"

    def effective_secret_key(self) -> str:
        """The signing key; development makes one and keeps it beside the database so that a restart signs nobody out."""
        if self.secret_key:
            return self.secret_key
        path = Path(self.instance_path) / "development-secret"
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
                file.write(secrets.token_hex(32))
        except FileExistsError:
            pass
        return path.read_text()

    def flask_settings(self) -> dict[str, object]:
        """What Flask and its extensions are told."""
        secure = self.base_url.startswith("https://")
        return {
            "SECRET_KEY": self.effective_secret_key(),
            "SECRET_KEY_FALLBACKS": [self.secret_key_earlier] if self.secret_key_earlier else [],
            "SQLALCHEMY_DATABASE_URI": self.sqlalchemy_url,
            "SQLALCHEMY_ENGINE_OPTIONS": {
                "hide_parameters": True,  # a logged error shall not show names and addresses
                "pool_size": self.database_pool_size,
                "max_overflow": self.database_pool_overflow,
                "pool_timeout": self.database_pool_seconds,
                "connect_args": self.connect_options,
            },
            "TESTING": self.environment == "testing",
            "MAX_CONTENT_LENGTH": self.max_upload_megabytes * 1024 * 1024,
            "MAX_FORM_MEMORY_SIZE": 1024 * 1024,
            "SESSION_COOKIE_NAME": "__Host-session" if secure else "session",
            "SESSION_COOKIE_SECURE": secure,
            "SESSION_COOKIE_HTTPONLY": True,
            "SESSION_COOKIE_SAMESITE": "Lax",
            "WTF_I18N_ENABLED": False,  # Flask-WTF would read WTForms' own words anew for each form; see app/web/locale.py
            "WTF_CSRF_TIME_LIMIT": 12 * 3600,
            "WTF_CSRF_SSL_STRICT": False,  # pages send no referrer; the token and SameSite guard the forms
            "BOOTSTRAP_SERVE_LOCAL": True,
            "SEND_FILE_MAX_AGE_DEFAULT": 3600,
            "BABEL_DEFAULT_LOCALE": "en",
            "MAIL_SERVER": self.mail_server or "127.0.0.1",
            "MAIL_SUPPRESS_SEND": not self.mail_server,
            "MAIL_PORT": self.mail_port,
            "MAIL_USE_TLS": self.mail_use_tls and not self.mail_use_ssl,
            "MAIL_USE_SSL": self.mail_use_ssl,
            "MAIL_USERNAME": self.mail_username or None,
            "MAIL_PASSWORD": self.mail_password or None,
            "MAIL_DEFAULT_SENDER": (self.mail_sender_name, self.mail_sender),
        }


def _backup_secret(name: str, digits: str) -> bytes:
    if not digits:
        raise ConfigError(f"{name} is missing: {_RANDOM} makes one; keep it apart from the backups")
    if not re.fullmatch(r"[0-9a-fA-F]{64}", digits) or _is_guessable(digits):
        raise ConfigError(f"{name} must be 64 random hexadecimal digits: {_RANDOM} makes them")
    return bytes.fromhex(digits)


def _is_site(address: str) -> bool:
    try:
        parts = urlsplit(address)
        beside = parts.username or parts.path.strip("/") or parts.query or parts.fragment
        return bool(parts.scheme in {"http", "https"} and parts.hostname and parts.port != 0 and not beside)
    except ValueError:
        return False


def _is_guessable(key: str) -> bool:
    """Whether a key was made by hand: few different signs, a pattern that comes again, a row of signs, or everyday words."""
    steps = [ord(after) - ord(before) for before, after in pairwise(key)]
    return (
        len(set(key)) < 10
        or key in (key + key)[1:-1]
        or sum(abs(step) <= 1 for step in steps) * 2 > len(steps)
        or bool(_BY_HAND.search(key))
    )


def _read(name: str, kind: type, text: str) -> object:
    if kind is bool:
        if text.lower() in {"1", "true", "yes", "on"}:
            return True
        if text.lower() in {"0", "false", "no", "off"}:
            return False
        raise ConfigError(f"{name.upper()} must be yes or no, not {text!r}")
    if kind is int:
        try:
            return int(text)
        except ValueError:
            raise ConfigError(f"{name.upper()} must be a whole number, not {text!r}") from None
    return text
