"""Every picture of the documentation can be taken: its page opens, its steps find what they press, its element is there."""

from __future__ import annotations

from collections.abc import Iterator
from types import ModuleType

import pytest
from playwright.sync_api import Browser

from tests.screenshots.listed import LISTS
from tests.screenshots.pictures import ACTS, WHO
from tests.screenshots.shrinking import shrunk
from tests.screenshots.stage import Stage
from tests.screenshots.taking import shown, taken


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    with Stage(tmp_path_factory.mktemp("stage")).up() as stage:
        yield stage


@pytest.mark.parametrize("part", LISTS, ids=lambda part: part.__name__.rpartition(".")[2])
def test_its_pictures_can_be_taken(chromium: Browser, stage: Stage, part: ModuleType) -> None:
    """A list at a time, because a stage takes longer to prepare than a picture to take."""
    for picture in part.PICTURES:
        assert picture.who in WHO
        assert {step[0] for step in picture.steps} <= ACTS
        for language in ("en", "fr"):
            with shown(chromium, stage, picture, language) as element:
                assert shrunk(taken(element, picture), picture.scale)
