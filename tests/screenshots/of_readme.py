"""The pictures of the README."""

from __future__ import annotations

from tests.screenshots.pictures import Picture

PICTURES: tuple[Picture, ...] = ()
