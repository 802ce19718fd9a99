"""The directory of national correspondents and contact points."""

from app.organiser.correspondents import correspondent, correspondents, correspondents_import  # noqa: F401 - their views stand on the blueprint
