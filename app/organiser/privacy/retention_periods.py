"""The periods for which things are kept, to be changed by an administrator. What a shorter one takes is said before."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response
from wtforms import BooleanField

from app.extensions import db
from app.organiser import form_pages
from app.organiser.door import bp
from app.organiser.privacy import retention_words
from app.services import settings
from app.services.errors import EditedMeanwhile
from app.services.privacy import retention
from app.services.privacy.retention import PERIODS, Due
from app.web import access, meanwhile
from app.web.event_pages import acting
from app.web.forms import sent
from app.web.meanwhile import Difference, SeenForm
from app.web.moment_fields import NeededNumber

Page = str | Response | tuple[str, int]


class _Asked(SeenForm):
    """A number for each period, and whether what goes was seen."""

    sure = BooleanField(_l("I have seen what will be erased, and that it cannot be brought back."))

    def periods(self) -> dict[str, int]:
        """The numbers that were typed, by the names of the settings. Call it on a valid form."""
        return {name: int(self[name].data) for name in PERIODS}


@bp.route("/privacy/retention/periods", methods=["GET", "POST"], endpoint="retention_periods")
@access.allow(access.ADMINISTRATORS)
def change_periods() -> Page:
    """A period that takes something away with the next run is saved only by whoever has seen what."""
    made = _form()
    form, stored = made(data=retention.present_periods()), partial(_stored, made)
    meanwhile.begin(form)
    if not sent(form):
        return _page(form, []), form_pages.status(form)
    try:
        meanwhile.refuse_unseen(form, stored, settings.lock)
    except EditedMeanwhile as error:
        code = form_pages.refused(form, error)
        return _page(form, [], meanwhile.told(error, form, stored)), code
    taken = _taken(form.periods(), retention.present_periods())
    if any(due.number for due in taken) and not form.sure.data:
        return _page(form, taken)
    changed = retention.change_periods(form.periods(), acting())
    db.session.commit()
    flash(_("The periods are saved.") if changed else _("Nothing has changed."), "ok")
    return redirect(url_for("organiser.retention"), code=303)


def _form() -> type[_Asked]:
    """The bounds are those of the settings."""
    known = {name: settings.DEFINITIONS[name] for name in PERIODS}
    fields = {
        name: NeededNumber(retention_words.question(name), least=one.least, most=one.most)
        for name, one in known.items()
    }
    return type("PeriodsForm", (_Asked,), fields)


def _stored(made: type[_Asked]) -> _Asked:
    return made(formdata=None, data=retention.present_periods())


def _taken(asked: dict[str, int], present: dict[str, int]) -> list[Due]:
    """What the next run would take with shorter periods; nothing where none is shorter."""
    if all(asked[name] >= present[name] for name in PERIODS):
        return []
    return [
        due
        for due in retention.preview(asked)
        if due.number and due.rule.setting and asked[due.rule.setting] < present[due.rule.setting]
    ]


def _page(form: _Asked, taken: list[Due], differences: Sequence[Difference] = ()) -> str:
    return render_template(
        "organiser/privacy/retention_periods.html",
        form=form,
        taken=taken,
        differences=differences,
        periods=PERIODS,
        definitions=settings.DEFINITIONS,
        words=retention_words,
    )
