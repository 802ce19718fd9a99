"""The safe of this installation: seals with the secret key, opens with the key of before as well."""

from __future__ import annotations

from flask import current_app

from app.lib.sealed_values import Safe


def safe() -> Safe:
    """What seals and opens the seeds of second factors."""
    config = current_app.config
    return Safe([config["SECRET_KEY"], *config["SECRET_KEY_FALLBACKS"]])
