"""`flask serve`: what `make run` runs. Prepares the database, says where to go, runs the web server and the worker."""

from __future__ import annotations

import os
import socket
import sys

import click
from flask import current_app
from flask.cli import with_appcontext
from sqlalchemy.exc import DBAPIError

from app.cli import preparing
from app.cli.supervision import Program, Supervisor
from app.extensions import db
from app.lib import outages, starting
from app.lib.csv_tables import TableRefused
from app.services.errors import DomainError
from config import ROOT, Config

CONFIGURATION = 2  # the exit code of whatever the operator has to put right before the start
THREADS = 4  # of each server process
LAST_REQUESTS = 2  # seconds that requests and tasks under way get at the end


@click.command("serve")
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@with_appcontext
def serve(host: str) -> None:
    """Start the web server and the worker; Ctrl-C ends both."""
    settings: Config = current_app.extensions["config"]
    _refuse_taken_port(host, settings.port)
    if refusal := starting.refusal_to_migrate(settings):
        _stop(refusal)
    try:
        prepared = preparing.prepare(settings)
    except TableRefused as error:
        _stop(f"Reference data refused: {error}")
    except DomainError as error:
        _stop(error.wording("en"))
    except DBAPIError as error:
        outages.discard(db.session)
        if not outages.is_outage(error):
            raise
        _stop(f"The database does not answer: {str(error.orig).splitlines()[0]}")
    db.session.remove()
    db.engine.dispose()
    if settings.warning:
        click.echo(f"Warning: {settings.warning}.", err=True)
    click.echo(prepared.welcome(settings))
    sys.exit(Supervisor(programs(host, settings), environment()).run())


def programs(host: str, settings: Config) -> list[Program]:
    """The web server, which writes no access log because private links stand in addresses, and the worker."""
    python = [sys.executable, "-m"]
    web = ["gunicorn", "--bind", f"{host}:{settings.port}", "--workers", settings.web_processes]
    web += ["--worker-class", "gthread", "--threads", THREADS, "--graceful-timeout", LAST_REQUESTS]
    web += [
        "--preload",
        "--forwarded-allow-ips",
        "",
        "--no-control-socket",
        "--log-level",
        "warning",
        "--logger-class",
        "app.web.server_lines.ServerLog",
        "wsgi:app",
    ]
    worker = ["huey.bin.huey_consumer", "wsgi.huey", "--workers", 2, "--worker-type", "thread", "--quiet"]
    worker += ["--graceful-signal", "TERM", "--shutdown-timeout", LAST_REQUESTS]
    return [
        Program("web server", [*python, *map(str, web)]),
        Program("worker", [*python, *map(str, worker)]),
    ]


def environment() -> dict[str, str]:
    """The environment of both: wsgi.py is found wherever the command was given."""
    paths = [str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]
    return {**os.environ, "PYTHONPATH": os.pathsep.join(paths)}


def _refuse_taken_port(host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            _stop(f"Port {port} cannot be used ({error.strerror}); choose another with PORT=")


def _stop(reason: str) -> None:
    click.echo(reason, err=True)
    sys.exit(CONFIGURATION)
