"""The papers of an event: which there are, what one chooses for each, the preview, the file."""

from app.organiser.papers import certificates, paper, papers  # noqa: F401 - their views stand on the blueprint
