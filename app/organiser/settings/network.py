"""What the installation is called, whom to ask and who writes: one page each, for administrators."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import current_app, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from werkzeug.wrappers import Response

from app.extensions import db
from app.organiser import form_pages
from app.organiser.door import bp
from app.organiser.settings import network_forms as forms
from app.services import network, network_settings, sender_testing, settings
from app.services.errors import DomainError
from app.web import access, meanwhile
from app.web.event_pages import acting
from app.web.forms import sent
from app.web.meanwhile import Difference

Page = str | Response | tuple[str, int]


@dataclass(frozen=True)
class _Part:
    """A part of what the installation says of itself: its field there, its form, its page, what is said once it is saved."""

    field: str
    form: Any
    template: str
    saved: Any

    def stored(self, *, typed: bool = False) -> Any:
        """The form with what the database says, or with what was typed."""
        kept: dict[str, Any] = {} if typed else {"formdata": None}
        return self.form(data=forms.shown(getattr(network_settings.stored(), self.field)), **kept)


_NAME = _Part(
    "name",
    forms.NameForm,
    "organiser/settings/name.html",
    _l(
        "The name is saved. It stands on every page, in every letter and on every paper within half a minute."
    ),
)
_CONTACT = _Part("contact", forms.ContactForm, "organiser/settings/contact.html", _l("The contact is saved."))
_SENDER = _Part(
    "sender",
    forms.SenderOfAllForm,
    "organiser/settings/sender.html",
    _l("The sender is saved. It holds for every letter that goes out from now on."),
)


@bp.route("/settings/name", methods=["GET", "POST"])
@access.allow(access.ADMINISTRATORS)
def settings_name() -> Page:
    """The names of the Network, wherever they are printed."""
    return _edit(_NAME)


@bp.route("/settings/contact", methods=["GET", "POST"])
@access.allow(access.ADMINISTRATORS)
def settings_contact() -> Page:
    """How to reach the secretariat."""
    return _edit(_CONTACT)


@bp.route("/settings/sender", methods=["GET", "POST"])
@access.allow(access.ADMINISTRATORS)
def settings_sender() -> Page:
    """Who writes where an event has no sender of its own."""
    return _edit(_SENDER)


@bp.post("/settings/sender/test")
@access.allow(access.ADMINISTRATORS)
def settings_sender_test() -> Response:
    """A letter under the saved sender to whoever asks for it."""
    sender_testing.send(current_user)
    db.session.commit()
    flash(_("A test is on its way to %(address)s.", address=current_user.email), "ok")
    return redirect(url_for("organiser.settings_sender"), code=303)


def _edit(part: _Part) -> Page:
    """Show a part, and save it for whoever has seen what it replaces."""
    form, code, differences = part.stored(typed=True), None, list[Difference]()
    meanwhile.begin(form)
    if sent(form):
        try:
            meanwhile.refuse_unseen(form, part.stored, settings.lock)
            changed = network_settings.change(form.part(), acting())
            db.session.commit()
            network.look_again()
            flash(str(part.saved) if changed else _("Nothing was changed."), "ok" if changed else "info")
            return redirect(url_for("organiser.settings"), code=303)
        except DomainError as error:
            code = form_pages.refused(form, error)
            differences = meanwhile.told(error, form, part.stored)
    config = current_app.extensions["config"]
    page = render_template(
        part.template,
        form=form,
        differences=differences,
        site=network.site(config),
        config=config,
        default_name=network.default_sender_name(config),
    )
    return page, code or form_pages.status(form)
