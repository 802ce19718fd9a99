"""The list as a file: what is filtered, with the columns chosen. Posted, because whoever takes it away is written down."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import abort, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response as Answer

from app.extensions import db
from app.lib.transaction_kind import set_reading
from app.models import Event, ListChoice
from app.organiser import form_pages
from app.organiser.door import bp
from app.organiser.messages import message_words
from app.organiser.participants import participant_export_form as export_form
from app.organiser.participants import participant_files
from app.organiser.participants import participants_address as address
from app.organiser.participants.participant_export_form import ExportForm
from app.services import jobs, long_work, participant_export, participant_file, participant_list, settings
from app.services.errors import DomainError
from app.services.lists import list_choices
from app.web import access
from app.web.event_pages import acting, event_of_user
from app.web.forms import sent
from app.web.locale import language
from app.web.meanwhile import Difference

Page = Answer | tuple[str, int]


@dataclass(frozen=True)
class Asked:
    """The page of an event's list as a file: what is filtered, which kept choice it began with, and what was chosen."""

    event: Event
    choice: ListChoice | None
    form: ExportForm

    def link(self, endpoint: str, **more: object) -> str:
        """An address that keeps what is filtered, and the order of the list."""
        said = address.arguments(address.filters(), address.sorting())
        return url_for(endpoint, slug=self.event.slug, **{**said, **more})

    @property
    def headings(self) -> dict[str, str]:
        """What each column is called."""
        return {code: heading for part in export_form.parts(self.event) for code, heading in part.columns}

    def page(self, code: int | None = None, meanwhile: Sequence[Difference] = ()) -> Page:
        """The page with its questions; `meanwhile` is what somebody else has kept."""
        filters = address.filters()
        page = render_template(
            "organiser/participants/file.html",
            event=self.event,
            asked=self,
            form=self.form,
            differences=meanwhile,
            ordered=self.form.ordered(),
            parts=export_form.parts(self.event),
            choices=list_choices.kept(),
            number=participant_list.number_of(self.event, filters),
            filters=filters,
            filter_words=message_words.chosen(self.event, filters),
        )
        return page, code or form_pages.status(self.form)


@bp.route("/events/<slug>/participants/export", methods=["GET", "POST"])
@access.allow(access.ORGANISERS)
def participants_export(slug: str) -> Page:
    """What one chooses for the file; posted with a format, the file."""
    asked, form = asked_of(slug), request.form.get("format")
    if form is None or "lang" in request.form:
        return asked.page()
    if form not in participant_file.FORMS:
        abort(400)
    if not sent(asked.form):
        return asked.page()
    try:
        return _handed_out(asked, form)
    except DomainError as error:
        return asked.page(form_pages.refused(asked.form, error))


def asked_of(slug: str) -> Asked:
    """The page that is asked for: of an event that the user works with; a choice that is not there (any more) is passed over."""
    event = event_of_user(slug)
    asked = address.numbers([request.args.get("choice", "")])
    choice = db.session.get(ListChoice, asked[0]) if asked else None
    return Asked(event, choice, export_form.made(choice))


def _handed_out(asked: Asked, form: str) -> Answer:
    """The file, or the job that writes a long one; who takes it, and what for, is on record before."""
    event, chosen, purpose = asked.event, asked.form.chosen(), asked.form.for_what()
    participant_export.check(chosen, purpose)
    number = participant_export.note(event, address.filters(), form, chosen, purpose, acting())
    if form in participant_files.LONG and number > settings.number("rows_at_once"):
        job = jobs.ask(
            long_work.PARTICIPANTS_FILE,
            event,
            current_user,
            filters=address.filters().stored(),
            sorting=address.sorting().code,
            language=language(),
            form=form,
            chosen=chosen.stored(),
        )
        db.session.commit()
        return redirect(url_for("organiser.job", job_id=job.id), code=303)
    db.session.commit()
    set_reading(True)  # however slowly the file is fetched, nobody waits for a lock
    db.session.refresh(event)
    return participant_files.answer(event, form, chosen)
