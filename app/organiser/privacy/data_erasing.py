"""Erasing somebody who asks for it: what goes and what stays is said first, and a word is typed before anything happens."""

from __future__ import annotations

from pathlib import Path

from flask import current_app, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import ValidationError

from app.extensions import db
from app.lib.names import fold
from app.lib.wording import N_, translated
from app.organiser import form_pages
from app.organiser.door import bp
from app.organiser.privacy.data_requests import ADDRESS
from app.services.errors import DomainError
from app.services.privacy import requests
from app.services.privacy.requests import Preview
from app.web import access
from app.web.event_pages import acting
from app.web.form_fields import text_line
from app.web.forms import sent
from config import Config

Page = str | Response | tuple[str, int]
ERASE = N_("ERASE")


class EraseForm(FlaskForm):
    """The word that shows that nobody has slipped; in either language, in capitals or not."""

    word = text_line(_l("Confirmation"), most=20, needed=_l("Type the word"))

    def validate_word(self, field: object) -> None:
        typed = fold(str(self.word.data or ""))
        if typed not in {fold(translated(ERASE, code)) for code in ("en", "fr")}:
            raise ValidationError(_("Type the word %(word)s", word=_(ERASE)))


@bp.route(f"{ADDRESS}/erase", methods=["GET", "POST"])
@access.allow(access.ADMINISTRATORS)
def data_erase(kind: str, subject_id: int) -> Page:
    """What erasing takes away, and the form that does it."""
    subject = requests.subject_of(kind, subject_id)
    form, code = EraseForm(), None
    if sent(form):
        try:
            requests.erase(subject, acting(), maildir())
            db.session.commit()
            flash(_("The data are erased. The figures of the events stay as they were."), "ok")
            return redirect(url_for("organiser.privacy"), code=303)
        except DomainError as error:
            code = form_pages.refused(form, error)
            subject = requests.subject_of(kind, subject_id)
    preview = requests.preview(requests.of(subject))
    return _page(form, preview, kind=kind, subject_id=subject_id), code or form_pages.status(form)


def maildir() -> Path:
    """Where letters lie that name people, in development."""
    config: Config = current_app.extensions["config"]
    return config.mailbox_path


def _page(form: EraseForm, preview: Preview, **address: str | int) -> str:
    return render_template(
        "organiser/privacy/erase.html", form=form, preview=preview, word=_(ERASE), **address
    )
