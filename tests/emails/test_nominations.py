"""What a nominated person is told of the place, and how sentences end."""

from __future__ import annotations

import re

import pytest
from flask import Flask

from app.models import Language, LetterKind, Place, Status
from app.services import letter_writing, outbox
from tests.factories.letters import a_conference, every_letter
from tests.factories.registrations import a_registration

pytestmark = pytest.mark.sqlite_only
KINDS = (LetterKind.NOMINATION, LetterKind.REPLACEMENT, LetterKind.NOMINATION_REMINDER)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    ("place", "language", "said", "unsaid"),
    [
        (Place.HELD, Language.EN, "A place is kept for you.", "waiting list"),
        (Place.WAITING, Language.EN, "you are on the waiting list.", "A place is kept"),
        (Place.WAITING, Language.FR, "vous êtes sur la liste d’attente.", "est réservée"),
    ],
)
def test_a_place_is_promised_only_to_who_has_one(
    app: Flask, kind: LetterKind, place: Place, language: Language, said: str, unsaid: str
) -> None:
    nominee = a_registration(a_conference(), Status.NOMINATED, place=place, language=language)
    letter = outbox.put(kind, nominee)
    letter_writing.write(letter)
    for written in (letter.text or "", letter.html or ""):
        assert said in written
        assert unsaid not in written


@pytest.mark.parametrize("kind", KINDS[:2])
def test_nobody_is_said_to_have_named_who_may_not_have(app: Flask, kind: LetterKind) -> None:
    """The secretariat names people too, in the correspondent's stead."""
    letter = outbox.put(kind, a_registration(a_conference(), Status.NOMINATED))
    letter_writing.write(letter)
    assert "as a member of your delegation" in (letter.text or "")
    assert "has named you" not in (letter.text or "")
    assert "the correspondent of your delegation gave" not in (letter.text or "")


@pytest.mark.parametrize("language", list(Language))
def test_sentences_end_once_and_lines_stand_apart(app: Flask, language: Language) -> None:
    for name, letter in every_letter(language).items():
        text = letter.text or ""
        assert not re.search(r"[?!]\s*\.", text), name
        assert not re.search(
            r"[?!]\s*\.", re.sub(r"<[^>]*>", "", (letter.html or "").split("</head>")[-1])
        ), name
        assert not re.search(r"[a-zé]\.[A-Z]\w+ ", text), f"{name}: two sentences on one line"
