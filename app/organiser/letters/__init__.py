"""The letters: their log, their words, and from whom they come."""

from app.organiser.letters import (  # noqa: F401 - their views stand on the blueprint
    letter,
    letter_actions,
    letter_previews,
    letter_texts,
    letter_versions,
    letters,
    mail_settings,
)
