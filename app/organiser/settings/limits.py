"""Limits and periods, one group at a time: with what each means, its bounds, and what was before."""

from __future__ import annotations

from functools import partial
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response
from wtforms import BooleanField

from app.extensions import db
from app.organiser import form_pages
from app.organiser.door import bp
from app.services import setting_changes, setting_words, settings
from app.services.errors import DomainError, NotFound
from app.services.setting_words import Group
from app.services.settings import DEFINITIONS
from app.web import access, meanwhile
from app.web.event_pages import acting
from app.web.forms import sent
from app.web.locale import language
from app.web.meanwhile import Difference, SeenForm
from app.web.moment_fields import NeededNumber

Page = str | Response | tuple[str, int]


class LimitsForm(SeenForm):
    """A number for each limit of a group, and whether one beyond what is sensible is meant."""

    sure = BooleanField(_l("I mean these numbers"))


@bp.route("/settings/limits/<group>", methods=["GET", "POST"])
@access.allow(access.ADMINISTRATORS)
def settings_limits(group: str) -> Page:
    """One group. A number beyond what is sensible is saved only by whoever says so once more."""
    names = setting_words.of_group(_group(group))
    form, code, differences = _form(names), None, list[Difference]()
    present = partial(_form, names, as_stored=True)
    meanwhile.begin(form)
    if (name := request.form.get("default")) in names:
        return _with_default(form, names, str(name), group)
    if not sent(form):
        return _page(form, names, group), form_pages.status(form)
    beyond = _newly_beyond(form, names)
    if beyond and not form.sure.data:
        return _page(form, names, group, beyond=beyond)
    try:
        meanwhile.refuse_unseen(form, present, settings.lock)
        return _save(form, names, group)
    except DomainError as error:
        code = form_pages.refused(form, error)
        differences = meanwhile.told(error, form, present)
    return _page(form, names, group, differences=differences), code


def _group(code: str) -> Group:
    try:
        return Group(code)
    except ValueError:
        raise NotFound from None


def _form(names: tuple[str, ...], *, as_stored: bool = False) -> Any:
    """The bounds are those of the settings."""
    spoken = language()
    fields = {
        name: NeededNumber(
            setting_words.name_words(name, spoken), least=DEFINITIONS[name].least, most=DEFINITIONS[name].most
        )
        for name in names
    }
    kept: dict[str, Any] = {"formdata": None} if as_stored else {}
    made: Any = type("GroupForm", (LimitsForm,), fields)
    return made(data=setting_changes.present(names), **kept)


def _with_default(form: Any, names: tuple[str, ...], name: str, group: str) -> Page:
    """The form as it was typed, with the default of one limit; nothing is saved yet."""
    form[name].raw_data, form[name].data = None, DEFINITIONS[name].default
    told = _("“%(name)s” is at its default in the form. Save it to let it hold.", name=form[name].label.text)
    return _page(form, names, group, told=told)


def _newly_beyond(form: Any, names: tuple[str, ...]) -> list[str]:
    """The limits that were typed beyond what is sensible, and do not hold so already."""
    held = setting_changes.present(names)
    return [
        name
        for name in names
        if setting_words.WORDS[name].beyond(form[name].data) and form[name].data != held[name]
    ]


def _save(form: Any, names: tuple[str, ...], group: str) -> Response:
    typed = {name: int(form[name].data) for name in names}
    changed = setting_changes.change(typed, acting())
    db.session.commit()
    for name in changed:
        flash(setting_words.said(name, typed[name], language()), "ok")
    if not changed:
        flash(_("Nothing was changed."), "info")
    return redirect(url_for("organiser.settings_limits", group=group), code=303)


def _page(form: Any, names: tuple[str, ...], group: str, **more: Any) -> str:
    return render_template(
        "organiser/settings/limits.html",
        form=form,
        names=names,
        group=Group(group),
        groups=Group,
        definitions=DEFINITIONS,
        words=setting_words,
        last=setting_changes.last_changes(),
        **more,
    )
