"""The frame of every letter, as mail programs can show it."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from flask import Flask

from app.models import Language
from tests.factories.letters import every_letter

pytestmark = pytest.mark.sqlite_only


@pytest.mark.parametrize("language", list(Language))
def test_mail_programs_show_the_frame_without_pictures_and_style_sheets(
    app: Flask, language: Language
) -> None:
    """Tables of 600 pixels with their styles inside; the mark is a table too: six tiles of blue, and the gold one."""
    for name, letter in every_letter(language).items():
        soup = BeautifulSoup(letter.html or "", "html.parser")
        assert "max-width:600px" in str(soup.select("table table")[0]["style"]), name
        assert all(table.get("role") == "presentation" for table in soup.select("table")), name
        assert all(part.get("style") for part in soup.select("p, h1, a")), name
        tiles = [str(cell["bgcolor"]) for cell in soup.select("td[bgcolor][width='8']")]
        assert len(tiles) == 7, name
        assert tiles[3] == "#e7bc55", name
        assert len(set(tiles)) == 2, name
