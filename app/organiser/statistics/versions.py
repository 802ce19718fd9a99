"""The frozen figures of an event: its versions, what has changed between them, and freezing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response

from app.extensions import db
from app.models import Event
from app.organiser import form_pages
from app.organiser.door import bp
from app.organiser.statistics.shown_version import NOW
from app.services.errors import DomainError
from app.services.statistics import event_figures, figure_differences, snapshots
from app.services.statistics.figure_differences import Difference
from app.services.statistics.figure_kinds import EventFigures
from app.web import access
from app.web.event_pages import event_of_user
from app.web.form_fields import text_line
from app.web.forms import sent
from app.web.locale import language

Page = str | Response | tuple[str, int]


class FreezeForm(FlaskForm):
    """Why there is a new version; of the first one nobody asks."""

    note = text_line(
        _l("Why is there a new version?"),
        most=300,
        prose=True,
        description=_l("It stands beside the version. No names: they would outlive the people’s data."),
    )


@dataclass(frozen=True)
class Comparison:
    """Two counts of an event, each the number of a version or `now`, and what differs."""

    before: str
    after: str
    tables: Sequence[tuple[str, Sequence[Sequence[Difference]]]]  # rows with what differs in them


@bp.get("/events/<slug>/statistics/versions")
@access.allow(access.ORGANISERS)
def statistics_versions(slug: str) -> str:
    """The versions, and what differs between two of them or from what is counted now."""
    return _page(event_of_user(slug), FreezeForm(formdata=None))


@bp.post("/events/<slug>/statistics/versions")
@access.allow(access.ORGANISERS)
def statistics_freeze(slug: str) -> Page:
    """Freeze the figures as they are counted now."""
    event, form, code = event_of_user(slug), FreezeForm(), None
    if sent(form):
        try:
            row = snapshots.freeze(event, current_user, form.note.data)
            db.session.commit()
            flash(
                _("The figures are frozen: version %(version)s holds from now on.", version=row.version), "ok"
            )
            return redirect(url_for("organiser.statistics_versions", slug=slug), code=303)
        except DomainError as error:
            code = form_pages.refused(form, error)
    return _page(event_of_user(slug), form), code or form_pages.status(form)


def _page(event: Event, form: FreezeForm) -> str:
    versions = snapshots.versions(event.id)
    counted = event_figures.figures_of(event)
    held = snapshots.version(event, versions[0].version) if versions else None
    return render_template(
        "organiser/statistics/versions.html",
        event=event,
        form=form,
        versions=versions,
        next_version=versions[0].version + 1 if versions else 1,
        refusal=_refusal(counted),
        unchanged=held is not None and snapshots.says_the_same(held, counted),
        comparison=_comparison(event, held, counted, {str(one.version) for one in versions}),
        public_since=snapshots.public_since(event.id),
        NOW=NOW,
    )


def _comparison(
    event: Event, held: EventFigures | None, counted: EventFigures, known: set[str]
) -> Comparison | None:
    """What was asked for; otherwise what differs now from the version that holds."""
    if held is None or held.frozen is None:
        return None
    before, after = request.args.get("before", ""), request.args.get("after", "")
    if before not in known or after not in {*known, NOW}:
        before, after = str(held.frozen.version), NOW
    old, new = (counted if one == NOW else snapshots.version(event, int(one)) for one in (before, after))
    differences = figure_differences.between(old, new, language())
    return Comparison(before, after, figure_differences.in_short(differences))


def _refusal(counted: EventFigures) -> str:
    """Why nothing can be frozen, if so."""
    try:
        snapshots.refuse_unfinished(counted.summary)
    except DomainError as error:
        return error.wording(language())
    return ""
