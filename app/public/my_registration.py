"""One's own registration: opened from the mail without an account, seen, taken back."""

from __future__ import annotations

import segno
from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from markupsafe import Markup
from werkzeug.wrappers import Response

from app.extensions import db
from app.models import LinkPurpose, Registration, Status
from app.public import standing, visit
from app.public.door import bp
from app.public.forms import FindRegistrationForm, WithdrawForm
from app.public.steps import steps
from app.services import access_links, deciding, link_requests, own_page, private_links, verifying
from app.services.actors import PERSON
from app.web import access, limits, units

Page = str | Response | tuple[str, int]


def own_registration() -> Registration | None:
    """The registration of this visitor, who has opened its private link."""
    return visit.registration()


@bp.get("/r/<token>")
@access.allow(access.ANYONE)
@limits.against_guessing
def private_link(token: str) -> Page:
    """Where the private link leads: a button, because mail scanners open every link."""
    _link, registration = private_links.registration_behind(token, LinkPurpose.MY_REGISTRATION)
    nominated = registration.status is Status.NOMINATED
    return render_template(
        "public/mine/open.html", event=registration.event, token=token, nominated=nominated
    )


@bp.post("/r/<token>")
@access.allow(access.ANYONE)
@limits.against_guessing
def open_private_link(token: str) -> Response:
    """Open it; the secret leaves the address."""
    link, registration = private_links.registration_behind(token, LinkPurpose.MY_REGISTRATION)
    verifying.link_opened(registration)
    access_links.use(link)
    db.session.commit()
    visit.begin(link)
    return redirect(url_for("public.my_registration"), code=303)


@bp.get("/c/<token>")
@access.allow(access.ANYONE)
@limits.against_guessing
def confirm_address(token: str) -> Page:
    """Where the link of the first letter leads: a button that confirms the address."""
    _link, registration = private_links.registration_behind(token, LinkPurpose.CONFIRM_ADDRESS)
    return render_template("public/mine/confirm.html", event=registration.event, token=token)


@bp.post("/c/<token>")
@access.allow(access.ANYONE)
@limits.against_guessing
def address_confirmed(token: str) -> Response:
    """Confirm the address, and open the registration."""
    link, registration = private_links.registration_behind(token, LinkPurpose.CONFIRM_ADDRESS)
    verifying.confirm_address(registration.id)
    access_links.use(link)
    db.session.commit()
    visit.begin(link)
    return redirect(url_for("public.my_registration"), code=303)


@bp.get("/my-registration")
@access.allow(access.PRIVATE_LINK)
def my_registration() -> Page:
    """Where it stands, what comes next, the code for the desk, one's own programme."""
    registration = own_registration()
    if registration is None:
        return redirect(url_for("public.find_registration"))
    return page_of(registration)


def page_of(registration: Registration) -> str:
    """The page as it is now: a nomination asks for an answer, everything else says where it stands."""
    page = own_page.of(registration)
    code = Markup(segno.make(registration.badge_code, error="m", mask=3).svg_inline(omitsize=True, border=2))  # noqa: S704
    return render_template(
        "public/mine/nominated.html" if page.may_answer else "public/mine/page.html",
        event=registration.event,
        registration=registration,
        page=page,
        code=code,
        heading=standing.heading(registration, page),
        sequel=standing.sequel(registration, page),
        steps=steps(registration, page),
    )


@bp.post("/my-registration/close")
@access.allow(access.ANYONE)
@units.reads_only
def close_my_registration() -> Response:
    """End the visit on this device, such as one that others use too."""
    visit.end()
    flash(_("The page is closed on this device. The link in our mail opens it again."), "ok")
    return redirect(url_for("public.calendar"), code=303)


@bp.route("/my-registration/withdraw", methods=["GET", "POST"])
@access.allow(access.PRIVATE_LINK)
def withdraw() -> Page:
    """Take the registration back, after one more question."""
    registration = own_registration()
    if registration is None:
        return redirect(url_for("public.find_registration"))
    if registration.status is Status.NOMINATED:
        return redirect(url_for("public.decline_nomination"))
    form = WithdrawForm()
    if "lang" not in request.form and form.validate_on_submit():
        deciding.withdraw(registration.id, PERSON, form.note.data)
        db.session.commit()
        flash(_("Your registration is withdrawn. We have written to you."), "ok")
        return redirect(url_for("public.my_registration"), code=303)
    return render_template(
        "public/mine/withdraw.html", event=registration.event, registration=registration, form=form
    )


@bp.route("/find-my-registration", methods=["GET", "POST"])
@access.allow(access.ANYONE)
@limits.per_address("link_requests_per_address_per_hour", unless=("lang",))
def find_registration() -> Page:
    """Ask for the private link again. The answer is the same for every address."""
    form = FindRegistrationForm()
    if "lang" not in request.form and form.validate_on_submit():
        link_requests.ask(form.email.data or "")
        db.session.commit()
        return render_template("public/mine/sent_again.html", sent_to=form.email.data)
    return render_template("public/mine/find.html", form=form), 422 if form.errors else 200
