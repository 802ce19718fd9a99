"""What an administrator sets without a developer: name, contact, sender, standard texts, limits."""

from app.organiser.settings import (  # noqa: F401 - their views stand on the blueprint
    letters,
    limits,
    network,
    overview,
    system,
)
