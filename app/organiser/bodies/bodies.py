"""States and other bodies: the list of all, and a page for each, with its correspondents and its participation over time."""

from __future__ import annotations

from functools import partial

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from app.extensions import db
from app.models import BodyKind
from app.organiser import form_pages
from app.organiser.bodies import body_form, body_words
from app.organiser.correspondents import correspondent_words
from app.organiser.door import bp
from app.organiser.statistics.chosen_events import wants_fictional
from app.services import body_list, body_participation, copies
from app.services.errors import DomainError
from app.web import access, meanwhile
from app.web.event_pages import acting
from app.web.forms import sent
from app.web.locale import language
from app.web.meanwhile import Difference

Page = str | Response | tuple[str, int]


@bp.get("/bodies")
@access.allow(access.ORGANISERS)
def bodies() -> Page:
    """All bodies; names of bodies are no secret, so the words of the search stand in the address."""
    searched = " ".join(request.args.get("q", "")[:100].replace("\0", " ").split())
    kind = next((each for each in BodyKind if each.value == request.args.get("kind")), None)
    return render_template(
        "organiser/bodies/list.html",
        found=body_list.listing(current_user, searched, kind, language()),
        searched=searched,
        kind=kind,
        words=body_words,
    )


@bp.get("/bodies/<code>")
@access.allow(access.ORGANISERS)
def body(code: str) -> Page:
    """The page of a body."""
    found, fictional = body_list.of_code(code), wants_fictional()
    parts = body_participation.of_body(found, body_participation.events(current_user, fictional=fictional))
    return render_template(
        "organiser/bodies/body.html",
        body=found,
        mandates=body_list.mandates_of(found),
        parts=parts,
        fictional=fictional,
        trend=body_words.trend_of(parts),
        words=body_words,
        mandate_words=correspondent_words,
        may_have=body_form.may_have(found),
    )


@bp.route("/bodies/<code>/copies", methods=["GET", "POST"])
@access.allow(access.ORGANISERS_OF_ALL)
def body_copies(code: str) -> Page:
    """What is kept of a body in the application: the addresses for copies, and since when a state is in the Network."""
    found = body_list.of_code(code)
    form, answer, differences = body_form.made_for(found), None, list[Difference]()
    present = partial(body_form.made_for, found, as_stored=True)
    meanwhile.begin(form)
    if sent(form):
        try:
            meanwhile.refuse_unseen(form, present, partial(meanwhile.hold, found))
            copies.choose(found, form.lines(), form.spoken(), acting())
            if found.is_member_state:
                body_list.joined_network(found, form.network_since.data, acting())
            db.session.commit()
            flash(_("Saved."), "ok")
            return redirect(url_for("organiser.body", code=code), code=303)
        except DomainError as error:
            answer = form_pages.refused(form, error)
            differences = meanwhile.told(error, form, present)
    page = render_template(
        "organiser/bodies/copies.html", body=found, form=form, differences=differences, most=copies.MOST
    )
    return page, answer or form_pages.status(form)
