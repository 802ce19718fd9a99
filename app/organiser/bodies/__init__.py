"""The pages of states, organisations and other bodies."""

from app.organiser.bodies import bodies  # noqa: F401 - their views stand on the blueprint
