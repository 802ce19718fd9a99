"""The pictures of the guide “desk”."""

from __future__ import annotations

from tests.screenshots.pictures import Picture

PICTURES: tuple[Picture, ...] = ()
