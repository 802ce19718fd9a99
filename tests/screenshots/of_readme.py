"""The pictures of the README."""

from __future__ import annotations

from tests.screenshots.pictures import Picture

PICTURES: tuple[Picture, ...] = (Picture("calendar", who="anyone", path="/", crop="body", height=760),)
