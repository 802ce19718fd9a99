"""Registering: the form, check your answers, send. Nothing is stored before the final send, nothing typed is lost."""

from __future__ import annotations

from flask import redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response

from app.extensions import db
from app.lib.clock import now
from app.models import InvitationLink
from app.public import registration_form, registration_page
from app.public.door import bp
from app.public.invitations import invitation_in_hand
from app.services import admission_rules, offers, registering
from app.services.errors import DomainError, Refused
from app.web import access, limits, units
from app.web.extensions import csrf
from app.web.forms import blame, carried
from app.web.locale import language

Page = str | Response | tuple[str, int]


class Registering:
    """One visit to the form of one event: what it offers, what was typed."""

    def __init__(self, slug: str) -> None:
        self.event, self.admissions = offers.event_and_admissions(slug)
        self.invitation: InvitationLink | None = invitation_in_hand(self.event)
        self.categories = admission_rules.open_categories(self.admissions, self.invitation)
        self.sessions, self.left = offers.sessions_left(self.event)
        self.form = registration_form.made_for(self.event, self.categories, self.sessions, self.invitation)

    def page(self, code: int = 200) -> tuple[str, int]:
        """The form with whatever was typed, or the reason why there is none."""
        is_open = bool(self.categories) and self.event.accepts_registrations(now())
        if not is_open and not request.form:
            return registration_page.not_open_page(self.event), 200
        return registration_page.form_page(
            self.event, self.form, self.admissions, self.categories, self.sessions, self.left
        ), code

    def answers(self) -> tuple[str, int]:
        """The answers to be checked, or the form where they cannot be taken."""
        if not self.form.validate():
            return self.page(422)
        application = self.form.application()
        try:
            checked = registering.check(self.event, self.admissions, application, self.invitation)
        except DomainError as error:
            return self.blamed(error)
        page = render_template(
            "public/registration/check.html",
            form=self.form,
            event=self.event,
            checked=checked,
            category=application.category,
            typed=carried(self.form),
        )
        return page, 200

    def blamed(self, error: DomainError) -> tuple[str, int]:
        """The form again, with a refusal of the services beside the field that it concerns."""
        db.session.rollback()
        blame(self.form, error, language())
        return self.page(409 if isinstance(error, Refused) else 422)


@bp.get("/events/<slug>/register")
@access.allow(access.ANYONE)
def register(slug: str) -> Page:
    """The form."""
    return Registering(slug).page()


@bp.post("/events/<slug>/register")
@access.allow(access.ANYONE)
@csrf.exempt  # the form checks its token itself, so that what was typed is there again
@units.reads_only
def check_answers(slug: str) -> Page:
    """Check your answers; each has a way back to its question."""
    visit = Registering(slug)
    return visit.page() if "lang" in request.form else visit.answers()


@bp.post("/events/<slug>/register/send")
@access.allow(access.ANYONE)
@csrf.exempt  # likewise
@limits.per_address("registrations_per_address_per_hour", unless=("change", "lang"))
def send(slug: str) -> Page:
    """Send the registration. The answer is the same for a first and for a repeated try."""
    visit = Registering(slug)
    if "change" in request.form:
        return visit.page()
    if "lang" in request.form:
        return visit.answers()
    if not visit.form.validate():
        return visit.page(422)
    try:
        registering.register(visit.event.id, visit.form.application(), visit.invitation)
    except DomainError as error:
        return visit.blamed(error)
    db.session.commit()
    session["sent_to"] = visit.form.email.data
    return redirect(url_for("public.registered", slug=slug), code=303)


@bp.get("/events/<slug>/registered")
@access.allow(access.ANYONE)
def registered(slug: str) -> Page:
    """A mail is on its way; nothing else is said before the address is confirmed."""
    event = offers.public_event(slug)
    return render_template("public/registration/sent.html", event=event, sent_to=session.get("sent_to"))
