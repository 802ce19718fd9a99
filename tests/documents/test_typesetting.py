"""Setting a paper: the same facts make the same file, facts are no markup, what goes wrong tells nobody’s name."""

from __future__ import annotations

import subprocess
from datetime import date
from typing import Any

import pytest

from app.documents import typesetting

DAY = date(2027, 6, 9)
FACTS = {"language": "en", "title": "A title", "over": "Over", "lede": "", "footer": "Foot", "sections": []}


def test_the_same_facts_make_the_same_file() -> None:
    made = typesetting.pdf("data_sheet", FACTS, DAY)
    assert made == typesetting.pdf("data_sheet", FACTS, DAY)
    assert made != typesetting.pdf("data_sheet", FACTS, date(2027, 6, 10))


def test_pictures_are_the_first_pages() -> None:
    rows = [{"question": f"Question {number}", "text": "x", "note": ""} for number in range(200)]
    facts = {**FACTS, "sections": [{"heading": "Many", "level": 2, "rows": rows}]}
    pictures = typesetting.pictures("data_sheet", facts, DAY, most=2, ppi=20)
    assert len(pictures) == 2
    assert all(picture.startswith(b"\x89PNG") for picture in pictures)


def test_facts_that_do_not_fit_name_nobody_in_what_is_logged() -> None:
    rows = [{"question": "Name", "text": "SECRETMARK", "note": ""}]
    facts = {**FACTS, "sections": [{"heading": "Person", "level": "SECRETMARK", "rows": rows}]}
    with pytest.raises(typesetting.CannotBeSet, match="data_sheet") as refused:
        typesetting.pdf("data_sheet", facts, DAY)
    assert "SECRETMARK" not in str(refused.value)


def test_what_somebody_wrote_is_no_word_of_the_command_line(monkeypatch: pytest.MonkeyPatch) -> None:
    run, seen = subprocess.run, []

    def noted(command: list[str], **options: Any) -> Any:
        seen.append((command, options["timeout"]))
        return run(command, **options)

    monkeypatch.setattr(subprocess, "run", noted)
    typesetting.pdf("data_sheet", {**FACTS, "title": "SECRETMARK; rm -rf /"}, DAY)
    ((command, longest),) = seen
    assert "SECRETMARK" not in " ".join(command)
    assert longest <= 300
