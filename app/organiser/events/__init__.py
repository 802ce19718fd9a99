"""Events: what they are, who is admitted, their documents, and the steps of their life."""

from app.organiser.events import admissions, documents, event_home, event_status, events, invitations  # noqa: F401 - their views stand on the blueprint
