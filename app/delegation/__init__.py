"""The correspondents’ door: signing in by a link, one’s own delegations, what is done for them."""

from __future__ import annotations

from flask import Flask

from app.delegation import my_delegation, naming, naming_several, people, refusing, replacing, sign_in
from app.delegation.door import bp


def init_app(app: Flask) -> None:
    """Open the door."""
    app.register_blueprint(bp)
