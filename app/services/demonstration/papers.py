"""The two papers of the fictional conference, agenda and practical information, in both languages."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date
from itertools import groupby

from app.documents import handouts
from app.documents.handouts import Handout, Line, Section
from app.extensions import db
from app.lib import installation
from app.lib.dates import day, day_range
from app.lib.hours import hours
from app.lib.wording import N_, translated
from app.models import DocumentKind, DocumentLanguage, Event, EventSession, Visibility
from app.models.labels import label
from app.services import documents
from app.services.actors import SYSTEM
from app.services.demonstration.staging import practical
from app.services.documents import DocumentDetails, Upload

FICTIONAL = N_("Fictional event: nobody named here exists.")


def hand_out(event: Event, most: int) -> None:
    """Hand in the papers, for everybody to see; none is larger than so many bytes."""
    db.session.refresh(event, ["sessions"])
    for language in DocumentLanguage.EN, DocumentLanguage.FR:
        for kind, sections in (
            (DocumentKind.AGENDA, list(_agenda(event, language.value))),
            (DocumentKind.PRACTICAL_INFORMATION, list(_practical(language.value))),
        ):
            title = label(kind, language.value).capitalize()
            content = io.BytesIO(handouts.pdf(_paper(event, title, language.value, sections)))
            details = DocumentDetails(kind, language, Visibility.EVERYONE, title)
            documents.add(event, details, Upload(f"{kind.value}-{language.value}.pdf", content), most, SYSTEM)


def _paper(event: Event, kind: str, language: str, sections: list[Section]) -> Handout:
    days = event.days
    return Handout(
        language=language,
        title=event.title.in_language(language),
        over=kind,
        under=f"{event.city}, {day_range(days[0], days[-1], language)}",
        footer=installation.spoken(language).name,
        dated=event.local(event.created_at).date(),
        sections=sections,
        mark=translated(FICTIONAL, language),
    )


def _agenda(event: Event, language: str) -> Iterator[Section]:
    def day_of(session: EventSession) -> date:
        return event.local(session.starts_at).date()

    for held, sessions in groupby(event.sessions, key=day_of):
        yield Section(
            day(held, language).capitalize(), [_line(event, session, language) for session in sessions]
        )


def _line(event: Event, session: EventSession, language: str) -> Line:
    times = hours(event.local(session.starts_at), event.local(session.ends_at), language)
    return Line(session.title.in_language(language), times, session.room or "")


def _practical(language: str) -> Iterator[Section]:
    """Each paragraph begins with the word that it is about."""
    for paragraph in practical(language).splitlines():
        heading, _, text = paragraph.partition(". ")
        yield Section(heading, [Line(text)])
