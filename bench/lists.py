"""An event’s list, a search in it, its statistics and its files: of 2,000 people, then of more."""

from __future__ import annotations

from collections.abc import Iterator

from bench import organisers, statistics
from bench.goals import FEW, LONG, MANY
from bench.measuring import Operation
from bench.processes import Server
from bench.signed_in import SignedIn, signed_in

_SLUGS = {FEW: "few", MANY: "many", LONG: "long"}
_WORDS = "cebotari"  # what is searched for; one in seven people is called that
Named = Iterator[tuple[str, Operation, str]]


def operations(server: Server, session: SignedIn, people: int) -> Named:
    """The works of an event of so many: name, operation, and what is asked of the floor instead."""
    slug = _SLUGS[people]
    if people != LONG:
        path, page = f"/organiser/events/{slug}/participants", f"/page/{people}"
        ending = "" if people == FEW else "_many"
        yield f"list{ending}", organisers.asked(server, organisers.Page(path), session, 0), page
        search = organisers.asked(server, organisers.Page(path, words=_WORDS), session, 0)
        yield f"search{ending}", search, f"{page}?q=m%C3%BCller"
    if people == FEW:
        figures = statistics.Work(f"/organiser/events/{slug}/statistics", 0, people)
        yield "statistics", statistics.asked(server, figures, session), f"/figures/{people}"
    if people != MANY:
        for form in ("csv", "xlsx"):
            file = statistics.Work(statistics.LIST.format(slug=slug), 0, people, form)
            ending = "_long" if people == LONG else ""
            yield f"{form}{ending}", statistics.asked(server, file, session), f"/list/{people}"


def prepare_few(secret_key: str) -> SignedIn:
    """The tables, the reference data, the event of 2,000, and an organiser who looks at it."""
    from flask_migrate import upgrade

    from app import create_app
    from app.extensions import db
    from app.services import reference_data, settings

    app = create_app()
    with app.app_context():
        upgrade()
        reference_data.load()
        settings.change("rows_at_once", 100_000)  # a long workbook is timed in a request, not in the worker
        statistics.fill(statistics.an_event_ago(_SLUGS[FEW], 40), FEW)
        session = signed_in(app, statistics.an_organiser(), secret_key)
        db.session.commit()
        db.engine.dispose()
    return session


def prepare_many() -> None:
    """The event of 20,000."""
    _prepare(MANY)


def prepare_long() -> None:
    """The event of 50,000, of which only files are made."""
    _prepare(LONG)


def _prepare(people: int) -> None:
    from app import create_app
    from app.extensions import db

    with create_app().app_context():
        statistics.fill(statistics.an_event_ago(_SLUGS[people], 20, fictional=True), people)
        db.session.commit()
        db.engine.dispose()
