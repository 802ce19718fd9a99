"""All pictures: those of each guide, and those of the README."""

from __future__ import annotations

from tests.screenshots import (
    of_administrators,
    of_correspondents,
    of_delegates,
    of_desk,
    of_organisers,
    of_readme,
    of_statistics,
)
from tests.screenshots.pictures import Picture

LISTS = (
    of_readme,
    of_delegates,
    of_correspondents,
    of_desk,
    of_organisers,
    of_statistics,
    of_administrators,
)
PICTURES: tuple[Picture, ...] = tuple(picture for part in LISTS for picture in part.PICTURES)
