"""Whoever words a letter is told what each placeholder means and when the letter goes out: nothing is missing."""

from __future__ import annotations

import pytest

from app.emails import goings_out
from app.emails.letters import TYPES, problems, standard
from app.emails.meanings import MEANINGS
from app.lib.wording import translated
from app.models import LetterKind

WORDED = [kind for kind, letter in TYPES.items() if letter.worded]


def test_each_placeholder_has_a_meaning_and_no_other() -> None:
    used = {name for letter in TYPES.values() for name in letter.placeholders}
    assert set(MEANINGS) == used


def test_each_letter_that_is_worded_stands_in_one_group() -> None:
    listed = [kind for group in goings_out.GROUPS for kind in group.when]
    assert sorted(listed) == sorted(WORDED)
    assert goings_out.when(LetterKind.THANKS) == "After the event, to those who came."


def test_all_of_it_is_said_in_french() -> None:
    sentences = [*MEANINGS.values(), *(goings_out.when(kind) for kind in WORDED)]
    sentences += [group.title for group in goings_out.GROUPS]
    assert [words for words in sentences if translated(words, "fr") == words] == []


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("kind", WORDED)
def test_the_standard_words_can_be_saved(kind: LetterKind, language: str) -> None:
    assert problems(kind, standard(kind, language)) == {}


def test_no_address_and_nothing_personal_stands_in_a_subject() -> None:
    for letter in TYPES.values():
        assert not {"name", "link", "contact", "event_page", "reference", "capacity", "reason"} & set(
            letter.allowed("subject")
        )
        assert not {"link", "contact", "event_page"} & set(letter.allowed("heading"))
        assert set(letter.allowed("text")) == set(letter.placeholders)
