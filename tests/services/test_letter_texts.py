"""Organisers' own words: versions, what holds, which language is behind, who is told of whom."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from app.emails import letters
from app.emails.words import Words
from app.extensions import db
from app.models import AuditEntry, Event, EventStatus, Language, LetterKind, LetterText, Status
from app.services import (
    event_copying,
    event_discarding,
    letter_previews,
    letter_texts,
    letter_wording,
    outbox,
)
from app.services.actors import Actor, staff
from app.services.errors import EditedMeanwhile, EventReadOnly, NotFound
from app.services.letter_wording import back_to_standard, save, take_again
from app.services.wording_errors import UnusableWords
from tests.factories.events import an_event
from tests.factories.letters import written
from tests.factories.registrations import a_registration
from tests.factories.users import a_user

EN, FR = Language.EN, Language.FR
KIND = LetterKind.THANKS


@pytest.fixture
def hand(app: Flask) -> Actor:
    return staff(a_user())


def words(mark: str = "Own") -> Words:
    return Words(f"{mark} subject", f"{mark} heading", f"{mark} text\n\n{{{{ particulars }}}}")


def behind(event: Event) -> Language | None:
    found = {standing.kind: standing.behind for standing in letter_texts.overview(event.id)}[KIND]
    assert found is letter_texts.present(event.id, KIND, EN).behind
    return found


def test_own_words_go_out(hand: Actor) -> None:
    event = an_event()
    save(event, KIND, EN, words(), 0, hand)
    save(event, KIND, FR, words("Propre"), 0, hand)
    letter = written(outbox.put(KIND, a_registration(event, Status.CONFIRMED)))
    assert letter.subject == "Own subject"
    assert "Propre heading" in (letter.text or "")
    other = written(outbox.put(KIND, a_registration(an_event(), Status.CONFIRMED)))
    assert str(other.subject).startswith("Thank you:")


def test_versions_are_added_and_audited(hand: Actor) -> None:
    event = an_event()
    assert save(event, KIND, EN, words("A"), 0, hand) is not None
    assert save(event, KIND, EN, words("A"), 1, hand) is None
    save(event, KIND, EN, words("B"), 1, hand)
    again = take_again(event, KIND, EN, 1, 2, hand)
    assert again is not None
    assert (again.version, again.subject) == (3, "A subject")
    back = back_to_standard(event, KIND, EN, 3, hand)
    assert back is not None
    assert back.standard
    assert back_to_standard(event, KIND, EN, 4, hand) is None
    assert take_again(event, KIND, EN, 4, 4, hand) is None
    present = letter_texts.present(event.id, KIND, EN)
    assert (present.words, present.version) == (letters.standard(KIND, "en"), 4)
    assert [row.version for row in letter_texts.history(event.id, KIND, EN)] == [4, 3, 2, 1]
    entries = db.session.scalars(select(AuditEntry).order_by(AuditEntry.id)).all()
    assert [entry.action for entry in entries] == ["letter_text.saved"] * 3 + ["letter_text.standard"]
    assert {(entry.event_id, tuple(entry.fields)) for entry in entries} == {(event.id, ("thanks", "en"))}


def test_the_standard_words_typed_in_are_the_standard(hand: Actor) -> None:
    event, standard = an_event(), letters.standard(KIND, "en")
    assert save(event, KIND, EN, standard, 0, hand) is None
    save(event, KIND, EN, words(), 0, hand)
    back = save(event, KIND, EN, standard, 1, hand)
    assert back is not None
    assert back.standard


def test_words_for_every_event_stand_behind_an_event_s_own(hand: Actor) -> None:
    event = an_event()
    save(None, KIND, EN, words("All"), 0, hand)
    assert letter_texts.present(event.id, KIND, EN).words.subject == "All subject"
    assert back_to_standard(event, KIND, EN, 0, hand) is None
    save(event, KIND, EN, letters.standard(KIND, "en"), 0, hand)  # the standard words, in spite of them
    assert letter_texts.own_words(event.id, KIND, "en")[0] == letters.standard(KIND, "en")
    back_to_standard(event, KIND, EN, 1, hand)
    assert letter_texts.own_words(event.id, KIND, "en")[0] == words("All")
    save(None, KIND, EN, words("New"), 1, hand)
    back_to_standard(None, KIND, EN, 2, hand)
    assert letter_texts.own_words(event.id, KIND, "en") == (None, None)


def test_the_other_language_is_behind_until_it_follows(hand: Actor) -> None:
    event = an_event()
    assert behind(event) is None
    save(event, KIND, EN, words("A"), 0, hand)
    assert behind(event) is FR
    save(event, KIND, EN, words("B"), 1, hand)
    assert behind(event) is FR
    save(event, KIND, FR, words("B"), 0, hand)
    assert behind(event) is None
    save(event, KIND, FR, words("C"), 1, hand)
    assert behind(event) is EN
    save(event, KIND, EN, words("C"), 2, hand)
    assert behind(event) is None
    back_to_standard(event, KIND, EN, 3, hand)
    assert behind(event) is EN
    back_to_standard(event, KIND, FR, 2, hand)
    assert behind(event) is None


def test_whoever_saves_on_an_old_version_is_told(hand: Actor) -> None:
    event = an_event()
    save(event, KIND, EN, words("A"), 0, hand)
    for act in (
        lambda: save(event, KIND, EN, words("B"), 0, hand),
        lambda: back_to_standard(event, KIND, EN, 0, hand),
        lambda: take_again(event, KIND, EN, 1, 2, hand),
    ):
        with pytest.raises(EditedMeanwhile):
            act()
    save(event, KIND, FR, words("B"), 0, hand)  # another language is another matter


def test_the_database_refuses_the_same_version_twice(hand: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    event = an_event()
    save(event, KIND, EN, words("A"), 0, hand)
    monkeypatch.setattr(letter_wording, "rows_of", lambda *_: [])  # as if both had looked at the same moment
    with pytest.raises(EditedMeanwhile):
        save(event, KIND, EN, words("B"), 0, hand)
    assert len(db.session.scalars(select(LetterText)).all()) == 1


@pytest.mark.parametrize("status", [EventStatus.ARCHIVED, EventStatus.CANCELLED])
def test_an_event_that_is_over_is_read_only(hand: Actor, status: EventStatus) -> None:
    event = an_event(status=status)
    with pytest.raises(EventReadOnly):
        save(event, KIND, EN, words(), 0, hand)
    with pytest.raises(EventReadOnly):
        back_to_standard(event, KIND, EN, 0, hand)


def test_unusable_words_change_nothing(hand: Actor) -> None:
    event = an_event()
    with pytest.raises(UnusableWords) as refusal:
        save(event, KIND, EN, Words("", "x" * 201, "{{ nothing }}\n{{ particulars }}"), 0, hand)
    codes = {part: [problem.code for problem in lines] for part, lines in refusal.value.problems.items()}
    assert codes == {"subject": ["empty"], "heading": ["too_long"], "text": ["unknown", "not_alone"]}
    assert not db.session.scalars(select(LetterText)).all()


def test_letters_that_are_not_worded_are_not_found(hand: Actor) -> None:
    event = an_event()
    with pytest.raises(NotFound):
        save(event, LetterKind.SIGN_IN_LINK, EN, words(), 0, hand)
    with pytest.raises(NotFound):
        letter_texts.present(event.id, LetterKind.MESSAGE, EN)
    with pytest.raises(NotFound):
        letter_texts.one_version(event.id, KIND, EN, 1)


def test_loose_placeholders_are_put_right(hand: Actor) -> None:
    event = an_event()
    saved = save(
        event, KIND, EN, Words("A\n{{Place}}", "H", "{{\u00a0NAME }}\r\n\r\n{{particulars}}  "), 0, hand
    )
    assert saved is not None
    assert (saved.subject, saved.text) == ("A {{ place }}", "{{ name }}\n\n{{ particulars }}")


def test_the_copy_of_an_event_takes_its_words_over(hand: Actor) -> None:
    event = an_event()
    save(event, KIND, EN, words("A"), 0, hand)
    save(event, KIND, EN, words("B"), 1, hand)
    save(event, LetterKind.DECLINED, EN, words("C"), 0, hand)
    back_to_standard(event, LetterKind.DECLINED, EN, 1, hand)
    save(None, LetterKind.CONFIRMED, EN, words("All"), 0, hand)
    made = event_copying.copy(event, hand, day=event.days[0] + timedelta(weeks=52))
    rows = letter_texts.history(made.id, KIND, EN)
    assert [(row.version, row.subject) for row in rows] == [(1, "B subject")]
    assert not letter_texts.history(made.id, LetterKind.DECLINED, EN)
    assert not letter_texts.history(made.id, LetterKind.CONFIRMED, EN)
    assert save(made, KIND, EN, words("D"), 1, hand) is not None
    assert letter_texts.present(event.id, KIND, EN).words == words("B")


def test_a_draft_goes_with_its_words_and_tests(hand: Actor) -> None:
    event = an_event(status=EventStatus.DRAFT)
    save(event, KIND, EN, words("A"), 0, hand)
    shown = letter_previews.specimen(event, KIND, EN, None)
    letter_previews.send_test(event, KIND, EN, words("A"), shown, a_user())
    event_discarding.discard(event.id, hand)
    assert not db.session.scalars(select(LetterText)).all()
