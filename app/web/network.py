"""The names of the Network and the secretariat's contact on pages: as they hold in this process, looked up again by itself."""

from __future__ import annotations

from flask import Flask, current_app, request

from app.lib import installation
from app.lib.installation import Contact, Spoken
from app.services import network
from app.web.locale import language


def init_app(app: Flask) -> None:
    """Look again before a request if it is time, and give the templates what holds."""
    app.before_request(_look)
    app.template_filter("dialled")(dialled)
    app.jinja_env.globals.update(network=spoken, secretariat=secretariat, contact_address=contact_address)


def spoken() -> Spoken:
    """The names in the reader's language."""
    return installation.spoken(language())


def secretariat() -> Contact:
    """How to reach the secretariat, beside its address."""
    return installation.present().contact


def contact_address() -> str:
    """Where the secretariat reads what people ask."""
    return network.contact_address(current_app.extensions["config"])


def dialled(telephone: str) -> str:
    """A telephone number as the address of a link takes it."""
    return "".join(sign for sign in telephone if sign.isascii() and (sign.isdigit() or sign == "+"))


def _look() -> None:
    view = current_app.view_functions.get(request.endpoint or "")
    if view is not None and not _asks_no_database():
        network.renew()


def _asks_no_database() -> bool:
    """Whether this is for what answers without a database: files, whether the process is alive, and how it does."""
    return (request.endpoint or "").rpartition(".")[2] in {"static", "alive", "ready", "metrics"}
