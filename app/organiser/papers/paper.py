"""One paper: what one chooses for it, how it will look, the file. Looking is posted, as a true name that is read is on record."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from typing import NamedTuple

from flask import abort, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response as Answered

from app.extensions import db
from app.lib.transaction_kind import set_reading
from app.models import Event
from app.organiser import form_pages
from app.organiser.door import bp
from app.organiser.papers import paper_form
from app.organiser.papers.paper_form import PaperForm
from app.organiser.papers.whom import Whom, whom
from app.services import jobs, long_work, settings
from app.services.papers import making
from app.services.papers.making import Prepared
from app.services.papers.paper_errors import NothingToPrint
from app.services.papers.paper_kinds import PaperKind
from app.services.papers.registry import PAPERS, Paper
from app.web import access
from app.web.data_files import download
from app.web.errors import status_of
from app.web.event_pages import acting, event_of_user
from app.web.forms import sent
from app.web.locale import language

Page = str | Answered | tuple[str, int]
_KINDS = ", ".join(f"'{kind.value}'" for kind in PaperKind)
PATH = f"/events/<slug>/papers/<any({_KINDS}):kind>"


class PaperFile(NamedTuple):
    """A paper on its way out."""

    name: str
    content_type: str
    content: bytes


@dataclass(frozen=True)
class Asked:
    """A paper that is asked for: which, for whom, and what was chosen."""

    event: Event
    kind: PaperKind
    paper: Paper
    whom: Whom
    form: PaperForm

    @property
    def forms(self) -> list[str]:
        """As what it goes out."""
        return [form for form in long_work.PAPER_FORMS if form == "pdf" or self.paper.word is not None]

    def page(self, code: int = 200, refusal: str = "", glimpse: Prepared | None = None) -> Page:
        """The page with its questions; with a refusal, or with pictures of how it will look."""
        page = render_template(
            "organiser/papers/paper.html",
            event=self.event,
            kind=self.kind,
            paper=self.paper,
            whom=self.whom,
            form=self.form,
            forms=self.forms,
            notes=paper_form.notes(),
            refusal=refusal,
            glimpse=glimpse,
            pictures=[_inline(each) for each in making.pictures(glimpse)] if glimpse else [],
        )
        return page, code

    def refused(self, error: NothingToPrint) -> Page:
        """The page that says that there is nothing to print, and why."""
        return self.page(status_of(error), error.wording(language()))


@bp.route(PATH, methods=["GET", "POST"])
@access.allow(access.ORGANISERS)
def paper(slug: str, kind: str) -> Page:
    """What one chooses; posted, how it will look."""
    asked = _asked(slug, kind)
    if not sent(asked.form):
        return asked.page(form_pages.status(asked.form))
    try:
        glimpse = making.glimpse(asked.event, asked.kind, asked.whom.selection, asked.form.options())
    except NothingToPrint as error:
        return asked.refused(error)
    making.write_down_opening(asked.kind, asked.whom.person, acting())
    _commit_and_read(asked.event)
    return asked.page(glimpse=glimpse)


@bp.post(f"{PATH}/file")
@access.allow(access.ORGANISERS)
def paper_file(slug: str, kind: str) -> Page:
    """The file, or the job that makes a long one."""
    asked, form = _asked(slug, kind), request.form.get("format", "pdf")
    if form not in asked.forms:
        abort(400)
    if not sent(asked.form):
        return asked.page(form_pages.status(asked.form))
    try:
        prepared = making.prepare(asked.event, asked.kind, asked.whom.selection, asked.form.options())
    except NothingToPrint as error:
        return asked.refused(error)
    making.write_down(asked.event, asked.kind, asked.whom.selection, prepared.number, form, acting())
    making.write_down_opening(asked.kind, asked.whom.person, acting())
    if prepared.number > settings.number("papers_at_once"):
        return _later(asked, form)
    _commit_and_read(asked.event)
    made = long_work.PAPER_FORMS[form]
    return download(PaperFile(f"{prepared.name}.{form}", made.content_type, made.make(prepared)))


def _asked(slug: str, kind: str) -> Asked:
    event, which = event_of_user(slug), PaperKind(kind)
    found = PAPERS[which]
    return Asked(event, which, found, whom(event), paper_form.made_for(found, event))


def _later(asked: Asked, form: str) -> Answered:
    """Many pages are set by the worker; the job's page says how far it is."""
    selection = asked.whom.selection
    job = jobs.ask(
        long_work.PAPER,
        asked.event,
        current_user,
        paper=asked.kind.value,
        filters=selection.filters.stored(),
        options=asked.form.options().stored(),
        form=form,
    )
    db.session.commit()
    return redirect(url_for("organiser.job", job_id=job.id), code=303)


def _commit_and_read(event: Event) -> None:
    """What is on record stands; while pages are set, nobody waits for a lock."""
    db.session.commit()
    set_reading(True)
    db.session.refresh(event)


def _inline(picture: bytes) -> str:
    return f"data:image/png;base64,{base64.b64encode(picture).decode()}"
