"""The development mailbox: every letter, while no mail server is set. Not there in production, nor beside a mail server."""

from __future__ import annotations

import base64
import re

from flask import Blueprint, Response, abort, current_app, render_template, request
from markupsafe import Markup, escape

from app.services import mailbox
from app.services.mailbox import StoredMail
from app.web import access
from app.web.headers import LETTER_POLICY, POLICY_WITH_FRAME

bp = Blueprint("mailbox", __name__, url_prefix="/mailbox")
_ADDRESS = re.compile(r"https?://[^\s<>\"]+")


@bp.get("/")
@access.allow(access.ANYONE)
def letters() -> str:
    """The latest letters, the newest first."""
    path = current_app.extensions["config"].mailbox_path
    return render_template("web/mailbox.html", mails=mailbox.mails(path), most=mailbox.SHOWN)


@bp.get("/<key>")
@access.allow(access.ANYONE)
def letter(key: str) -> Response:
    """One letter: its head, its HTML in a frame, its text with links that can be followed, its enclosures."""
    mail = _mail(key)
    page = render_template("web/letter.html", mail=mail, text=_linked(mail.text))
    return Response(page, headers={"Content-Security-Policy": POLICY_WITH_FRAME})


@bp.get("/<key>/html")
@access.allow(access.ANYONE)
def hypertext(key: str) -> Response:
    """The HTML of a letter as a mail program shows it; its links leave the frame."""
    mail = _mail(key)
    html = mail.html.replace(*_hosts()).replace("<head>", '<head><base target="_parent">', 1)
    for part in mail.attachments():
        name = (part["Content-ID"] or "").strip("<>")
        if name:
            picture = base64.b64encode(part.get_content()).decode()
            html = html.replace(f"cid:{name}", f"data:{part.get_content_type()};base64,{picture}")
    return Response(html, headers={"Content-Security-Policy": LETTER_POLICY})


@bp.get("/<key>/<int:number>")
@access.allow(access.ANYONE)
def enclosure(key: str, number: int) -> Response:
    """Something that goes with a letter, to be kept."""
    parts = _mail(key).attachments()
    if number >= len(parts):
        abort(404)
    part = parts[number]
    content = part.get_payload(decode=True)
    answer = Response(content if isinstance(content, bytes) else b"", mimetype=part.get_content_type())
    answer.headers.set("Content-Disposition", "attachment", filename=part.get_filename() or "enclosure")
    return answer


def _mail(key: str) -> StoredMail:
    mail = mailbox.mail(current_app.extensions["config"].mailbox_path, key)
    if mail is None:
        abort(404)
    return mail


def _linked(text: str) -> Markup:
    """The text, escaped, with its addresses as links."""
    parts, end = [], 0
    for found in _ADDRESS.finditer(text):
        parts.append(escape(text[end : found.start()]))
        parts.append(Markup('<a href="{}">{}</a>').format(found[0].replace(*_hosts()), found[0]))
        end = found.end()
    return Markup("").join([*parts, escape(text[end:])])


def _hosts() -> tuple[str, str]:
    """The address of the site as letters write it, and as it was asked for: links are followed on the host one is on."""
    return str(current_app.extensions["config"].base_url).rstrip("/"), request.host_url.rstrip("/")
