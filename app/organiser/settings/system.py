"""How the application does, in words: for administrators, who are not those who run the server but whom people ask."""

from __future__ import annotations

from flask import current_app, render_template
from sqlalchemy.exc import SQLAlchemyError

from app.extensions import db
from app.lib.clock import now
from app.organiser.door import bp
from app.organiser.settings import system_troubles, system_words
from app.organiser.settings.system_words import Seen
from app.services import system_state
from app.services.system_state import SystemState
from app.web import access, running


@bp.get("/settings/system")
@access.allow(access.ADMINISTRATORS)
def settings_system() -> str:
    """What is well, what is not, and what to do about it. What cannot be asked is left out."""
    config = current_app.extensions["config"]
    seen = Seen(_state(), running.disk(), running.newest_schema(), config, db.engine.dialect.name)
    troubles = system_troubles.found(seen)
    return render_template(
        "organiser/settings/system.html",
        at=now(),
        headline=system_words.headline(troubles),
        troubles=troubles,
        lines=system_words.lines(seen),
    )


def _state() -> SystemState | None:
    """What the database says; None if it does not."""
    try:
        with db.session.begin_nested():
            return system_state.state()
    except SQLAlchemyError:
        return None
