"""What administrators do with an account of somebody else: close it, open it again, sign it out, reset its second factor."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response

from app.accounts import user_words
from app.accounts.door import bp
from app.extensions import db
from app.services.accounts import closing, helping, user_list
from app.services.accounts import users as rules
from app.web import access
from app.web.event_pages import acting
from app.web.forms import sent

Page = str | Response


@bp.post("/users/<int:user_id>/invite-again")
@access.allow(access.ADMINISTRATORS)
def user_invite_again(user_id: int) -> Response:
    """Send a new link that sets a password; earlier ones end."""
    user = user_list.one(user_id).user
    rules.invite_again(user, acting())
    return _done(user_id, _("A letter with a new link is on its way to %(email)s.", email=user.email))


@bp.post("/users/<int:user_id>/end-sessions")
@access.allow(access.ADMINISTRATORS)
def user_end_sessions(user_id: int) -> Response:
    """Sign somebody out everywhere."""
    helping.end_sessions(user_list.one(user_id).user, acting())
    return _done(user_id, _("All sessions of this account have ended."))


@bp.route("/users/<int:user_id>/close", methods=["GET", "POST"])
@access.allow(access.ADMINISTRATORS)
def user_close(user_id: int) -> Page:
    """Close an account, after having looked at what that means."""
    account = user_list.one(user_id)
    if not sent(FlaskForm()):
        return render_template("accounts/users/close.html", account=account, words=user_words)
    closing.close(account.user, acting())
    return _done(user_id, _("The account is closed."))


@bp.post("/users/<int:user_id>/reopen")
@access.allow(access.ADMINISTRATORS)
def user_reopen(user_id: int) -> Response:
    """Open a closed account again; its owner sets a new password."""
    user = user_list.one(user_id).user
    closing.reopen(user, acting())
    return _done(user_id, _("A letter with a link is on its way to %(email)s.", email=user.email))


@bp.route("/users/<int:user_id>/reset-second-factor", methods=["GET", "POST"])
@access.allow(access.ADMINISTRATORS)
def user_reset_second_factor(user_id: int) -> Page:
    """Take the second factor off an account whose owner has lost it; one's own is exchanged with what one has."""
    account = user_list.one(user_id)
    if not sent(FlaskForm()):
        return render_template("accounts/users/reset.html", account=account, words=user_words)
    helping.reset_second_factor(account.user, acting())
    return _done(user_id, _("The second factor is reset. The owner of the account is told by letter."))


def _done(user_id: int, words: str) -> Response:
    db.session.commit()
    flash(words, "ok")
    return redirect(url_for("accounts.user", user_id=user_id), code=303)
