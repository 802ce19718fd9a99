"""The owner of an account is told of each change, in the own language, and of several at once by several letters."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from app.emails.accounts import CHANGES
from app.extensions import db
from app.lib.wording import translated
from app.models import AccountChange, Language, Letter, LetterKind
from app.services import outbox
from app.services.accounts import telling
from tests.factories.letters import written
from tests.factories.users import a_user


def test_each_change_has_words_in_both_languages() -> None:
    assert set(CHANGES) == set(AccountChange)
    assert [words for words in CHANGES.values() if translated(words, "fr") == words] == []


@pytest.mark.parametrize("what", AccountChange)
def test_the_letter_says_what_was_changed_and_when(app: Flask, what: AccountChange) -> None:
    user = a_user(language=Language.FR, name="Inès Martin")
    letter = written(telling.tell(user, what))
    for part in translated(CHANGES[what], "fr").split("%(moment)s"):
        assert part in (letter.text or "")
    assert "heure de Strasbourg (UTC+" in (letter.text or "") or "heure locale à Strasbourg (UTC+" in (
        letter.text or ""
    )
    assert user.email in (letter.text or "")
    assert "/account" in (letter.html or "")
    assert "Martin" not in (letter.subject or "")


def test_no_letter_takes_another_back(app: Flask) -> None:
    user = a_user()
    outbox.put_for_user(LetterKind.ACCOUNT_INVITATION, user)
    for what in AccountChange:
        telling.tell(user, what)
    assert len(db.session.scalars(select(Letter)).all()) == 1 + len(AccountChange)


def test_the_same_change_twice_in_a_moment_is_told_once(app: Flask) -> None:
    user = a_user()
    for _ in range(2):
        telling.tell(user, AccountChange.ROLE_CHANGED)
    assert len(db.session.scalars(select(Letter)).all()) == 1
