"""Accounts, for administrators: who has one, somebody new, what one of them can do."""

from __future__ import annotations

from functools import partial

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.accounts import user_forms, user_words
from app.accounts.door import bp
from app.extensions import db
from app.services.accounts import administrators, roles, user_list
from app.services.accounts import users as rules
from app.services.errors import DomainError
from app.web import access, meanwhile
from app.web.errors import status_of
from app.web.event_pages import acting
from app.web.forms import blame, sent
from app.web.locale import language
from app.web.meanwhile import Difference

Page = str | Response | tuple[str, int]


@bp.get("/users")
@access.allow(access.ADMINISTRATORS)
def users() -> str:
    """All accounts; `show=closed` those that are closed."""
    closed = request.args.get("show") == "closed"
    return render_template(
        "accounts/users/list.html",
        entries=user_list.listing(closed=closed),
        numbers=user_list.numbers(),
        closed=closed,
        words=user_words,
    )


@bp.route("/users/invite", methods=["GET", "POST"])
@access.allow(access.ADMINISTRATORS)
def user_invite() -> Page:
    """Give somebody an account: a letter with a link goes to the address."""
    form, code = user_forms.invitation(), None
    if sent(form):
        try:
            user = rules.invite(
                str(form.email.data),
                str(form.name.data),
                form.chosen_role(),
                acting(),
                form.event_ids(),
                form.spoken(),
            )
            db.session.commit()
            flash(_("A letter with a link is on its way to %(email)s.", email=user.email), "ok")
            return redirect(url_for("accounts.user", user_id=user.id), code=303)
        except DomainError as error:
            code = _refused(form, error)
    page = render_template("accounts/users/invite.html", form=form, words=user_words)
    return page, code or (422 if form.errors else 200)


@bp.get("/users/<int:user_id>")
@access.allow(access.ADMINISTRATORS)
def user(user_id: int) -> str:
    """An account, and what can be done with it."""
    return render_template("accounts/users/user.html", account=user_list.one(user_id), words=user_words)


@bp.route("/users/<int:user_id>/change", methods=["GET", "POST"])
@access.allow(access.ADMINISTRATORS)
def user_change(user_id: int) -> Page:
    """Change the role, the events, the language."""
    account = user_list.one(user_id)
    form, code, differences = user_forms.of_account(account.user), None, list[Difference]()
    present = partial(user_forms.of_account, account.user, as_stored=True)
    meanwhile.begin(form)
    if sent(form):
        try:
            meanwhile.refuse_unseen(form, present, administrators.lock)
            changed = roles.change(
                account.user, form.chosen_role(), form.event_ids(), form.spoken(), acting()
            )
            db.session.commit()
            flash(user_words.changed(changed), "ok")
            return redirect(url_for("accounts.user", user_id=user_id), code=303)
        except DomainError as error:
            code = _refused(form, error)
            account = user_list.one(user_id)
            differences = meanwhile.told(error, form, present)
    page = render_template(
        "accounts/users/change.html", form=form, differences=differences, account=account, words=user_words
    )
    return page, code or (422 if form.errors else 200)


def _refused(form: user_forms.RoleForm, error: DomainError) -> int:
    """Undo everything and put the refusal beside its field."""
    db.session.rollback()
    blame(form, error, language())
    return status_of(error)
