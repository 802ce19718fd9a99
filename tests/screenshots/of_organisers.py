"""The pictures of the guide “organisers”."""

from __future__ import annotations

from tests.screenshots.pictures import Picture

PICTURES: tuple[Picture, ...] = ()
