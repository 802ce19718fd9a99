"""The privacy notice: its versions, the draft of the next one, and putting it in force."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import BooleanField, HiddenField
from wtforms.validators import DataRequired

from app.extensions import db
from app.lib.bilingual import Bilingual
from app.models import Notice, NoticeDraft
from app.organiser import form_pages
from app.organiser.door import bp
from app.services import settings
from app.services.errors import DomainError
from app.services.privacy import notice_drafts, notices
from app.web import access, meanwhile
from app.web.event_pages import acting
from app.web.form_fields import text_area
from app.web.forms import sent
from app.web.meanwhile import Difference

Page = str | Response | tuple[str, int]
_MOST = 60_000  # characters of a notice
_PERIODS = ("needs_kept_days", "letter_text_kept_days", "persons_kept_months")


class DraftForm(FlaskForm):
    """The next version in both languages."""

    text_en = text_area(_l("In English"), most=_MOST, needed=_l("Write the English text"))
    text_fr = text_area(_l("In French"), most=_MOST, needed=_l("Write the French text"))
    version = HiddenField()


class PublishForm(FlaskForm):
    """Putting a version in force cannot be taken back."""

    sure = BooleanField(
        _l("I have read both texts, and they say the same."),
        [DataRequired(_l("Read both texts, then tick the box"))],
    )
    version = HiddenField()


@bp.get("/privacy/notice", endpoint="notices")
@access.allow(access.ADMINISTRATORS)
def all_versions() -> Page:
    """What is in force, what was, and whether a draft is under way."""
    return render_template(
        "organiser/privacy/notices.html", versions=notices.versions(), draft=notice_drafts.draft()
    )


@bp.route("/privacy/notice/draft", methods=["GET", "POST"])
@access.allow(access.ADMINISTRATORS)
def notice_draft() -> Page:
    """Write the next version; it begins with the words that are in force."""
    draft, code, differences = notice_drafts.draft(), None, list[Difference]()
    form = _form(draft)
    if sent(form):
        try:
            text = Bilingual(str(form.text_en.data), str(form.text_fr.data))
            notice_drafts.save(text, form_pages.version_in(form), acting())
            db.session.commit()
            return redirect(url_for("organiser.notice_preview"), code=303)
        except DomainError as error:
            code = form_pages.refused(form, error)
            differences = meanwhile.told(error, form, lambda: _form(notice_drafts.draft(), as_stored=True))
    page = render_template(
        "organiser/privacy/draft.html", form=form, draft=draft, differences=differences, periods=periods()
    )
    return page, code or form_pages.status(form)


@bp.route("/privacy/notice/preview", methods=["GET", "POST"])
@access.allow(access.ADMINISTRATORS)
def notice_preview() -> Page:
    """The draft as it will be read, in both languages; and the button that puts it in force."""
    draft, code = notice_drafts.draft(), None
    if draft is None:
        return redirect(url_for("organiser.notices"))
    form = PublishForm(version=str(draft.version))
    if sent(form):
        try:
            notice = notice_drafts.publish(form_pages.version_in(form), acting())
            db.session.commit()
            flash(_("Version %(number)s of the privacy notice is in force.", number=notice.number), "ok")
            return redirect(url_for("organiser.notices"), code=303)
        except DomainError as error:
            code = form_pages.refused(form, error)
            draft = notice_drafts.draft()
            form.version.data = str(draft.version) if draft else "0"
    page = render_template("organiser/privacy/preview.html", form=form, draft=draft, periods=periods())
    return page, code or form_pages.status(form)


@bp.post("/privacy/notice/discard")
@access.allow(access.ADMINISTRATORS)
def notice_discard() -> Response:
    """Throw the draft away."""
    notice_drafts.discard(form_pages.version_in(PublishForm()), acting())
    db.session.commit()
    flash(_("The draft is gone. The notice that is in force stays as it is."), "ok")
    return redirect(url_for("organiser.notices"), code=303)


def periods() -> dict[str, int]:
    """How long the settings say that data are kept, for the words of the notice to agree."""
    return dict(zip(_PERIODS, settings.numbers(*_PERIODS), strict=True))


def _form(draft: NoticeDraft | None, *, as_stored: bool = False) -> DraftForm:
    typed = {"formdata": None} if as_stored else {}
    begun: NoticeDraft | Notice | None = draft or next(iter(notices.versions()), None)
    return DraftForm(
        text_en=begun.text_en if begun else "",
        text_fr=begun.text_fr if begun else "",
        version=str(draft.version if draft else 0),
        **typed,
    )
