"""What files are handed out for: a short list, in both languages, and a code in the trail."""

from __future__ import annotations

import pytest

from app.services import export_purposes
from app.services.export_purposes import DIRECTORY, FIGURES, OUTCOME, PEOPLE, Purpose, PurposeMissing

LISTS = {"figures": FIGURES, "people": PEOPLE, "directory": DIRECTORY, "outcome": OUTCOME}


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_purpose_has_its_words(language: str) -> None:
    words = [export_purposes.words(purpose, language) for purpose in Purpose]
    assert len(set(words)) == len(Purpose)
    assert all(words)


def test_every_purpose_can_be_chosen_somewhere() -> None:
    assert {purpose for purposes in LISTS.values() for purpose in purposes} == set(Purpose)


@pytest.mark.parametrize("name", LISTS)
def test_only_what_a_file_can_serve_is_taken(name: str) -> None:
    for purpose in Purpose:
        if purpose in LISTS[name]:
            assert export_purposes.chosen(purpose.value, LISTS[name]) is purpose
        else:
            with pytest.raises(PurposeMissing):
                export_purposes.chosen(purpose.value, LISTS[name])


@pytest.mark.parametrize("code", ["", "Evaluation", "my neighbour", "evaluation "])
def test_anything_else_is_refused(code: str) -> None:
    with pytest.raises(PurposeMissing) as refused:
        export_purposes.chosen(code, FIGURES)
    assert refused.value.wording("fr") == "Choisissez à quoi servira le fichier."


def test_the_trail_holds_the_code() -> None:
    assert export_purposes.field(Purpose.EVALUATION) == "purpose=evaluation"
