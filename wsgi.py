"""What the web server and the worker load: `wsgi:app` and `wsgi.huey`. Each is made when it is asked for, without the other."""

import gc
import sys
from collections.abc import Callable
from typing import Any, NoReturn

# Nothing of what is loaded is garbage: looking through it again and again would be an eighth of a start.
gc.disable()

import click  # noqa: E402 - that is what must not be looked through
from flask import Flask  # noqa: E402
from flask.cli import ScriptInfo  # noqa: E402

from app import create_app, create_worker  # noqa: E402
from app.lib import starting  # noqa: E402
from config import ConfigError  # noqa: E402


def __getattr__(name: str) -> Any:
    """`app` for gunicorn and `flask`, `huey` for huey_consumer."""
    if name == "app":
        made: Any = _made(create_app)
    elif name == "huey":
        made = _made(create_worker).extensions["huey"]
    else:
        raise AttributeError(name)
    globals()[name] = made
    return made


def _made(make: Callable[[], Flask]) -> Flask:
    """What a factory makes; where it must not be started, the process ends with one line."""
    try:
        made = make()
    except ConfigError as error:
        _end(str(error))
    if not _is_command() and (refusal := starting.refusal(made.extensions["config"])):
        _end(refusal)
    # What stands after the start stays: the collector of garbage need not look through it during every fifth page,
    # and processes that are forked from this one go on sharing it.
    gc.freeze()
    # A page makes thousands of things, and few of them in circles: it need not be interrupted after every 700.
    gc.set_threshold(10_000)
    gc.enable()
    return made


def _is_command() -> bool:
    """Whether `flask …` has loaded the application; what it starts are processes of their own."""
    context = click.get_current_context(silent=True)
    return context is not None and context.find_object(ScriptInfo) is not None


def _end(reason: str) -> NoReturn:
    print(reason, file=sys.stderr)
    sys.exit(2)
