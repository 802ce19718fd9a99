"""One's own data, by the private link: seen, taken along as a file, consents taken back, erased. No account, nobody asked."""

from __future__ import annotations

from flask import current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import BooleanField
from wtforms.validators import DataRequired

from app.extensions import db
from app.lib.clock import now
from app.lib.transaction_kind import set_reading
from app.models import ErasureRule
from app.public import visit
from app.public.door import bp
from app.public.my_registration import own_registration
from app.services.actors import PERSON
from app.services.privacy import consents, data_export, data_words, erasing, holdings, kept_until
from app.web import access, limits
from app.web.data_files import chosen_format, download
from app.web.locale import language

Page = str | Response | tuple[str, int]


class EraseForm(FlaskForm):
    """Erasing cannot be taken back."""

    sure = BooleanField(
        _l("Yes, erase my data. I know that this cannot be taken back."),
        [DataRequired(_l("Tick the box if you want your data to be erased"))],
    )


@bp.get("/my-registration/data")
@access.allow(access.PRIVATE_LINK)
def own_data() -> Page:
    """All that is kept about this registration, and until when."""
    registration = own_registration()
    if registration is None:
        return redirect(url_for("public.find_registration"))
    found = holdings.of_registration(registration)
    return render_template(
        "public/mine/data.html",
        event=registration.event,
        registration=registration,
        sections=data_words.sections(found, language(), with_needs=True),
        kept=kept_until.of_registration(registration),
        given=consents.given(registration),
    )


@bp.post("/my-registration/data/export")
@access.allow(access.PRIVATE_LINK)
@limits.per_address("data_exports_per_address_per_hour")
def own_data_export() -> Response:
    """The same as a file."""
    registration = own_registration()
    if registration is None:
        return redirect(url_for("public.find_registration"))
    form = chosen_format()
    data_export.note(registration, form, PERSON)
    db.session.commit()
    set_reading(True)  # while the file is made, nobody waits for a lock
    return download(data_export.file_of(holdings.of_registration(registration), form, language()))


@bp.post("/my-registration/data/consents")
@access.allow(access.PRIVATE_LINK)
def withdraw_consents() -> Response:
    """Take back the consents that were ticked."""
    registration = own_registration()
    if registration is None:
        return redirect(url_for("public.find_registration"))
    taken = consents.withdraw(registration.id, request.form.getlist("consent"), PERSON)
    db.session.commit()
    if taken:
        flash(_("Your consent is taken back. It holds from now on."), "ok")
    else:
        flash(_("Nothing was changed: tick what you want to take back."), "info")
    return redirect(url_for("public.own_data", _anchor="consents"), code=303)


@bp.route("/my-registration/erase", methods=["GET", "POST"])
@access.allow(access.PRIVATE_LINK)
def erase_own() -> Page:
    """Erase it, after one more question that says what goes and what stays."""
    registration = own_registration()
    if registration is None:
        return redirect(url_for("public.find_registration"))
    form = EraseForm()
    if "lang" not in request.form and form.validate_on_submit():
        maildir = current_app.extensions["config"].mailbox_path
        erasing.erase_registration(registration, PERSON, ErasureRule.REQUEST, maildir)
        db.session.commit()
        visit.end()
        flash(_("Your data are erased. The links in our mails open nothing any more."), "ok")
        return redirect(url_for("public.calendar"), code=303)
    page = render_template(
        "public/mine/erase.html",
        event=registration.event,
        registration=registration,
        form=form,
        withdrawn=registration.is_living and not registration.event.is_over(now()),
    )
    return page, 422 if form.errors else 200
