"""Every picture of the documentation can be taken: its page opens, its steps find what they press, its element is there."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.screenshots.listed import PICTURES
from tests.screenshots.pictures import ACTS, WHO, Picture
from tests.screenshots.shrinking import LARGEST, TooLarge, shrunk
from tests.screenshots.stage import Stage
from tests.screenshots.taking import shown, taken

pytestmark = pytest.mark.xdist_group("pictures")


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    with Stage(tmp_path_factory.mktemp("stage")).up() as stage:
        yield stage


@pytest.mark.parametrize("picture", PICTURES, ids=lambda picture: picture.name)
def test_it_can_be_taken(chromium: Browser, stage: Stage, picture: Picture) -> None:
    assert picture.who in WHO
    assert {step[0] for step in picture.steps} <= ACTS
    for language in ("en", "fr"):
        with shown(chromium, stage, picture, language) as element:
            assert shrunk(taken(element, picture), picture.scale)
