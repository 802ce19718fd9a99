"""Inviting delegations: chosen, looked at with the letter and all whom it reaches, then sent in one action."""

from __future__ import annotations

from flask import Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response as Answered

from app.extensions import db
from app.lib.clock import now
from app.models import Event, LetterKind
from app.organiser.delegations import delegation_letters
from app.organiser.door import bp
from app.services import convocation_preview
from app.services.convocation_preview import Preview
from app.services.errors import ChangedSinceShown
from app.web import access
from app.web.event_pages import acting, event_of_user
from app.web.forms import sent
from app.web.headers import POLICY_WITH_FRAME
from app.web.locale import language

Page = Answered | tuple[str, int]
_MOST = 300  # bodies at once


@bp.route("/events/<slug>/delegations/convocation", methods=["GET", "POST"])
@access.allow(access.ORGANISERS)
def convocation(slug: str) -> Page:
    """Choose whom to invite; with `look`, what would go out to them; sent, if that is still what would go out."""
    event, codes = event_of_user(slug), _codes()
    if sent(FlaskForm()):
        return _send(event, codes)
    if "look" in request.values and codes and _is_open(event):
        return _look(event, codes)
    return _choose(event, codes, missing="look" in request.values and not codes)


def _send(event: Event, codes: list[str]) -> Page:
    try:
        done = convocation_preview.send(event.id, codes, request.form.get("mark", ""), acting())
        db.session.commit()
    except ChangedSinceShown as error:
        db.session.rollback()
        return _changed(event_of_user(event.slug), codes, error)
    flash(_told(done), "ok")
    return redirect(_board(event), code=303)


def _changed(event: Event, codes: list[str], error: ChangedSinceShown) -> Page:
    """What would go out now; where that is nothing, the button was pressed twice, or by two people."""
    preview = convocation_preview.of(event, codes, language())
    if preview.foreseen.invited_already and not preview.invited:
        flash(_("These delegations are invited already. Nothing has been sent twice."), "info")
        return redirect(_board(event), code=303)
    return _look(event, codes, error.wording(language()), 409)


def _choose(event: Event, codes: list[str], *, missing: bool = False) -> Page:
    page = render_template(
        "organiser/delegations/convocation.html",
        event=event,
        groups=convocation_preview.offered(event, language()),
        chosen=set(codes),
        missing=missing,
        form=FlaskForm(),
        problem=missing,
        open=_is_open(event),
    )
    return page, 422 if missing else 200


def _look(event: Event, codes: list[str], problem: str = "", status: int = 200) -> Page:
    preview = convocation_preview.of(event, codes, language())
    shown = next(iter(preview.invited), None)
    page = render_template(
        "organiser/delegations/convocation_preview.html",
        event=event,
        preview=preview,
        codes=codes,
        letters=delegation_letters.in_both_languages(event, LetterKind.CONVOCATION, shown),
        refused=problem,
        too_late=not event.takes_nominations(now()),
    )
    return Response(page, status, headers={"Content-Security-Policy": POLICY_WITH_FRAME})


def _told(done: Preview) -> str:
    invited = ngettext("One delegation is invited.", "%(num)s delegations are invited.", len(done.invited))
    return f"{invited} {letters_under_way(done.letters + done.copied)}"


def letters_under_way(number: int) -> str:
    """How many letters go out."""
    if not number:
        return _("No letter goes out.")
    return ngettext("One letter is on its way.", "%(num)s letters are on their way.", number)


def _is_open(event: Event) -> bool:
    return convocation_preview.can_be_invited(event) and not event.is_over(now())


def _codes() -> list[str]:
    """The bodies that were chosen, as far as they can be codes."""
    given = request.values.getlist("body")[:_MOST]
    return list(
        dict.fromkeys(code for code in given if code.isascii() and code.isprintable() and 0 < len(code) <= 40)
    )


def _board(event: Event) -> str:
    return url_for("organiser.delegations", slug=event.slug)
