"""Coming in by a link that works once, and going out. Opening the link changes nothing: mail scanners open every link."""

from __future__ import annotations

from flask import flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.delegation import visit
from app.delegation.door import bp
from app.delegation.forms import AskForm
from app.extensions import db
from app.services import convocations, correspondent_visits, link_requests, mandates
from app.services.accounts import login_sessions
from app.services.errors import LinkError
from app.web import access, limits
from app.web import sign_in as staff
from app.web.errors import status_of
from app.web.locale import language

Page = str | Response | tuple[str, int]


@bp.route("/sign-in", methods=["GET", "POST"])
@access.allow(access.ANYONE)
@limits.per_address("link_requests_per_address_per_hour", unless=("lang",))
def ask() -> Page:
    """Ask for a link. The answer is the same for every address, and so is the work."""
    form = AskForm()
    if "lang" not in request.form and form.validate_on_submit():
        link_requests.ask_for_delegation(form.email.data or "")
        db.session.commit()
        return render_template("delegation/sent.html", sent_to=form.email.data)
    return render_template("delegation/ask.html", form=form), 422 if form.errors else 200


@bp.get("/enter/<token>")
@access.allow(access.ANYONE)
@limits.against_guessing
def enter(token: str) -> Page:
    """Where the link of a letter leads: a button. Whoever is in with it already goes on."""
    if visit.look_up() and correspondent_visits.is_link(visit.link_id(), token):
        return redirect(url_for("delegation.mine"))
    person = correspondent_visits.look(token)
    g.speaks = person.language.value
    bodies = mandates.bodies_of(person.id)
    return render_template("delegation/enter.html", token=token, person=person, bodies=bodies)


@bp.post("/enter/<token>")
@access.allow(access.ANYONE)
@limits.against_guessing
def entered(token: str) -> Page:
    """Use the link up and begin the visit, in a new session; the secret leaves the address."""
    person, link = correspondent_visits.look(token), correspondent_visits.enter(token)
    convocations.note_seen_of([body.id for body in mandates.bodies_of(person.id)], person)
    secret = staff.present_secret()
    if secret is not None:
        login_sessions.end(secret)
    db.session.commit()
    visit.begin(link)
    return redirect(url_for("delegation.mine"), code=303)


@bp.post("/sign-out")
@access.allow(access.ANYONE)
def leave() -> Response:
    """End the visit, here and on every other device with this cookie."""
    held = visit.link_id()
    if held is not None:
        correspondent_visits.leave(held)
        db.session.commit()
    visit.end()
    flash(_("You have signed out. The next time you come in with a new link."), "ok")
    return redirect(url_for("delegation.ask"), code=303)


@bp.errorhandler(LinkError)
def link_over(error: LinkError) -> tuple[str, int]:
    """The link opens nothing: why, and the way to a new one."""
    db.session.rollback()
    page = render_template(
        "delegation/link_over.html",
        code=error.code,
        said=error.wording(language()),
        form=AskForm(formdata=None),
    )
    return page, status_of(error)
