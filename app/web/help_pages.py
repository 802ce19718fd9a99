"""Help inside the application: the guides of docs/guides, for whom they are meant, and the way to the section about a page."""

from __future__ import annotations

from functools import partial

from flask import Blueprint, Flask, get_template_attribute, render_template, request, send_file, url_for
from flask_login import current_user
from markupsafe import Markup
from werkzeug.wrappers import Response

from app.lib import markdown_pages
from app.lib.markdown_pages import Shown, Surroundings
from app.services import guides
from app.services.errors import NotFound
from app.web import access
from app.web.help_places import PLACES
from app.web.locale import language

bp = Blueprint("help", __name__, url_prefix="/help")
OPEN = ("delegates", "correspondents")
_YEAR = 365 * 24 * 3600  # seconds


def init_app(app: Flask) -> None:
    """Register the pages, and give the layouts the way to help."""
    app.register_blueprint(bp)
    app.add_template_global(help_address)


@bp.get("")
@access.allow(access.ANYONE)
def contents() -> str:
    """The guides that the reader may open."""
    found = [
        (address_of(name), guides.guide(name, language()))
        for name in guides.there_are(language())
        if may_read(name)
    ]
    if not found:
        raise NotFound
    return _page("web/help/contents.html", guides=found)


@bp.get("/<any(delegates, correspondents):name>")
@access.allow(access.ANYONE)
def for_everybody(name: str) -> str:
    """A guide for those who have no account."""
    return _guide(name)


@bp.get("/desk")
@access.allow(access.DESK)
def desk() -> str:
    """The guide for the desk."""
    return _guide("desk")


@bp.get("/organisers")
@access.allow(access.ORGANISERS)
def organisers() -> str:
    """The guide for organisers."""
    return _guide("organisers")


@bp.get("/statistics")
@access.allow(access.STATISTICS)
def statistics() -> str:
    """The guide for readers of statistics."""
    return _guide("statistics")


@bp.get("/administrators")
@access.allow(access.ADMINISTRATORS)
def administrators() -> str:
    """The guide for administrators."""
    return _guide("administrators")


@bp.get("/pictures/<any(en, fr):spoken>/<name>.png")
@access.allow(access.ANYONE)
def picture(spoken: str, name: str) -> Response:
    """A picture that a guide shows; all people in it are invented. Its address changes with it."""
    found = guides.picture(name, spoken)
    response = send_file(found.path, mimetype="image/png")
    current = request.args.get("v") == found.version
    response.headers["Cache-Control"] = f"public, max-age={_YEAR}, immutable" if current else "no-store"
    return response


def address_of(name: str, anchor: str | None = None) -> str:
    """The address of a guide, or of a section of it."""
    if name in OPEN:
        return url_for("help.for_everybody", name=name, _anchor=anchor)
    return url_for(f"help.{name}", _anchor=anchor)


def may_read(name: str) -> bool:
    """Whether the guide is for the reader: the rule of its page says so."""
    rule = access.rule_of("help.for_everybody" if name in OPEN else f"help.{name}")
    assert rule is not None  # noqa: S101 - every page has one
    if rule.roles is None:
        return True
    return bool(current_user and current_user.is_authenticated and current_user.role in rule.roles)


def help_address() -> str:
    """The way to help from the page that is shown: the section about it, or all guides."""
    for place in PLACES.get(request.endpoint or "", ()):
        name, _hash, anchor = place.partition("#")
        if may_read(name):
            return address_of(name, anchor or None)
    return url_for("help.contents")


def _guide(name: str) -> str:
    spoken = language()
    page = guides.guide(name, spoken)
    note = str(get_template_attribute("components/icons.html", "icon")("info"))
    around = Surroundings(partial(_linked, name), partial(_shown, spoken), note)
    text = Markup(markdown_pages.html(page, around))  # noqa: S704 - our own text, in which HTML is off
    return _page("web/help/guide.html", page=page, text=text)


def _page(template: str, **values: object) -> str:
    inside = current_user and current_user.is_authenticated
    layout = "layouts/work.html" if inside else "layouts/public.html"
    return render_template(template, layout=layout, **values)


def _linked(here: str, target: str) -> str | None:
    """Where a link of a guide leads: to a section of it or to another guide that the reader may open; nowhere else."""
    file, _hash, anchor = target.partition("#")
    name = file.removesuffix(".md") if file else here
    if name not in guides.GUIDES or not may_read(name):
        return None
    return address_of(name, anchor or None) if file else f"#{anchor}"


def _shown(spoken: str, name: str) -> Shown | None:
    try:
        found = guides.picture(name, spoken)
    except NotFound:
        return None
    address = url_for("help.picture", spoken=spoken, name=name, v=found.version)
    return Shown(address, found.width, found.height)
