"""Where an organiser begins: what needs doing today, over all events that the user may see."""

from __future__ import annotations

from flask import render_template
from flask_login import current_user

from app.lib import dates
from app.lib.clock import SEAT, now
from app.lib.wording import capitalised
from app.organiser.door import bp
from app.organiser.today import matter_words
from app.organiser.today import today_words as words
from app.services import long_work
from app.services.today import queue as queues
from app.web import access
from app.web.locale import language


@bp.get("/")
@access.allow(access.ORGANISERS)
def today() -> str:
    """What is to be decided, the dates of the next two weeks, what to keep an eye on; then the events to come."""
    queue, at = queues.queue(current_user), now()
    return render_template(
        "organiser/today/today.html",
        queue=queue,
        files=long_work.WORKS,
        day=capitalised(dates.day(at.astimezone(SEAT).date(), language(), year=True)),
        headline=words.headline(queue),
        decide=[matter_words.shown(line, at) for line in queue.decide],
        watch=[matter_words.shown(line, at) for line in queue.watch],
        deadlines=[words.dated(deadline, at) for deadline in queue.deadlines],
        coming=[words.coming(row, at) for row in queue.coming],
    )
