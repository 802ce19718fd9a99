"""The pictures of the guide “statistics”."""

from __future__ import annotations

from tests.screenshots.pictures import Picture

PICTURES: tuple[Picture, ...] = ()
