"""Messages to many."""

from app.organiser.messages import message_outcome, message_steps, messages  # noqa: F401 - their views stand on the blueprint
