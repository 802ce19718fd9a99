"""Every figure of an event, as pages and files show it, to be compared before and after something that may change none."""

from __future__ import annotations

from sqlalchemy import select

from app.extensions import db
from app.lib.figure_table import Table
from app.models import Body, Event, User
from app.services import body_participation
from app.services.attendance import attendance_counts
from app.services.statistics import (
    editions,
    event_figures,
    figure_tables,
    matrix,
    matrix_tables,
    paragraph,
    public_figures,
    snapshots,
    year_tables,
)
from app.services.statistics import figures as counted_now
from app.services.statistics.figure_kinds import EventFigures
from app.services.statistics.figures import Summary


def figures(event_id: int, reader_id: int) -> list[object]:
    """Every figure of an event, alone and among others, as pages and files show it: counted now, and as it holds."""
    db.session.expire_all()
    event, reader = db.session.get_one(Event, event_id), db.session.get_one(User, reader_id)
    events = editions.of_user(reader, fictional=True)
    counted = event_figures.figures_of(event)
    found: list[object] = [_said(one) for one in counted_now.summaries(events)]
    if public := public_figures.of_event(event):
        found.append((_said(public.summary), public.step, public.breakdowns))
    compared = matrix.of_events(events, all_bodies=True)
    for language in ("en", "fr"):
        for each in (counted, snapshots.holding(event)):
            found += [_without_the_queue(table, each) for table in figure_tables.of_figures(each, language)]
            found.append(paragraph.paragraph(each, 46, language).text)
        found.append(year_tables.table(snapshots.summaries(events), language))
        found += matrix_tables.all_of(compared, language)
    for body in db.session.scalars(select(Body).order_by(Body.id)):
        found.append(matrix.of_body(body, events).lines)
    for recorded in body_participation.events(reader, fictional=True):
        for body_id, part in sorted(body_participation.at_event(recorded).items()):
            found.append((body_id, part.registered, part.living, part.attended, part.answer))
    found += [attendance_counts.presence(event.id, day) for day in event.days]
    found.append(sorted(attendance_counts.by_session(event.id).items()))
    return found


def _said(one: Summary) -> tuple[object, ...]:
    return one.event.id, one.phase, one.source, one.total, one.groups, one.reported


def _without_the_queue(table: Table, of: EventFigures) -> Table:
    """Letters that still waited are cancelled, so that fewer are under way; what was written, sent or failed stays."""
    if table.code != "letters" or of.frozen:
        return table
    return table.only(*(column.code for column in table.columns if column.code != "letters_under_way"))


def freeze(event: Event, user: User) -> None:
    """Keep the figures of an event, and let them stand on its public page."""
    snapshots.freeze(event, user)
    public_figures.publish(event, user)
