"""The door's blueprint; the modules of the door put their views on it."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("checkin", __name__, url_prefix="/check-in")
