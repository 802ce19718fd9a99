"""The own account: what one is called, where one is signed in, and the ways to what opens it."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from app.accounts.door import bp
from app.accounts.forms import OwnDetailsForm
from app.extensions import db
from app.lib.devices import worded
from app.models import Language
from app.services.accounts import login_sessions, own_account, recovery_codes
from app.web import access, cookies
from app.web import sign_in as present
from app.web.extensions import csrf
from app.web.locale import language

Page = str | Response | tuple[str, int]


@bp.get("/account")
@access.allow(access.SIGNED_IN)
def account() -> Page:
    """Name, language, sessions, and what opens the account."""
    return _page(OwnDetailsForm(formdata=None, obj=current_user))


@bp.post("/account")
@access.allow(access.SIGNED_IN)
@csrf.exempt  # the form checks its token itself, so that what was typed is there again
def account_changed() -> Page:
    """Change name and language; the pages speak the chosen language from now on."""
    form = OwnDetailsForm()
    if not form.validate():
        return _page(form), 422
    own_account.change_details(current_user.id, str(form.name.data), Language(form.language.data))
    db.session.commit()
    flash(_("Saved."), "ok")
    answer = redirect(url_for("accounts.account"), code=303)
    cookies.remember(answer, "lang", str(form.language.data))
    return answer


@bp.post("/account/sessions/<int:session_id>/end")
@access.allow(access.SIGNED_IN)
def session_end(session_id: int) -> Response:
    """End one of the own sessions; somebody else's is not found."""
    own_account.end_session(current_user, session_id)
    db.session.commit()
    flash(_("That session has ended."), "ok")
    return redirect(url_for("accounts.account", _anchor="sessions"), code=303)


@bp.post("/account/sessions/end")
@access.allow(access.SIGNED_IN)
def sessions_end() -> Response:
    """End all of the own sessions but this one."""
    own_account.end_other_sessions(current_user, present.present_secret() or "")
    db.session.commit()
    flash(_("All other sessions have ended."), "ok")
    return redirect(url_for("accounts.account", _anchor="sessions"), code=303)


def _page(form: OwnDetailsForm) -> str:
    sessions = [
        (session, worded(session.device, language())) for session in login_sessions.living(current_user.id)
    ]
    return render_template(
        "accounts/account.html",
        form=form,
        sessions=sessions,
        present_id=present.present_session().id,
        codes_left=recovery_codes.left(current_user.id),
    )
