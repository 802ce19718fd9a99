"""A letter before it goes out: shown for somebody of the event, or sent to whoever words it, as a test.

No private link leads anywhere but to the event's page: what is shown or tested opens nothing of anybody.
"""

from __future__ import annotations

from collections.abc import Mapping

from app.emails import letters, placeholders
from app.emails.content import Content
from app.emails.correspondents import Copy, Correspondence
from app.emails.words import Words
from app.extensions import db
from app.lib.bilingual import other
from app.lib.wording import N_, translated
from app.models import Event, Language, Letter, LetterKind, Place, Registration, User
from app.services import (
    audit,
    delegation_points,
    letter_facts,
    letter_specimens,
    letter_texts,
    letter_wording,
    outbox,
    places,
)
from app.services.actors import staff
from app.services.letter_specimens import Specimen
from app.services.seat_counts import SeatCounts

TEST_CODE = "TEST"  # what the code for the desk says in a letter that is only shown
_PRIVATE = (
    placeholders.MY_REGISTRATION,
    placeholders.CONFIRM_ADDRESS,
    placeholders.SET_PASSWORD,
    placeholders.SIGN_IN,
)
_TEST = N_("[Test] %(subject)s")
_TEST_NOTE = N_(
    "This is a test, sent to you alone. Its links open nobody’s page, its reference and its code mean nothing."
)
_REASON = N_("Here stands the reason that was given.")


def specimen(event: Event, kind: LetterKind, language: Language, chosen: int | None) -> Specimen:
    """For whom a letter is shown: whoever is chosen, else somebody whom it suits, else an example.

    Raises:
        NotFound: organisers do not word the letter, or whoever is chosen cannot be shown.
    """
    letter_texts.refuse_unworded(kind)
    if not letter_specimens.is_for_participants(kind):
        return letter_specimens.of_delegation(event, language, chosen, kind)
    if chosen is None:
        first = letter_specimens.persons(event, kind, 1)
        if not first:
            return letter_specimens.example(event, kind, language)
        chosen = first[0].id
    return letter_specimens.of_person(event, kind, language, chosen)


def preview(
    event: Event,
    kind: LetterKind,
    language: Language,
    words: Words,
    shown: Specimen,
    *,
    general: bool = False,
) -> Content:
    """The letter in these words; the installation's own addresses are still to be filled in.

    `general`: the words are for every event, and this one only shows them.

    Raises:
        UnusableWords: the words cannot be used.
    """
    words = letter_wording.clean(words)
    letter_wording.refuse_unusable(kind, words)
    return _written(event, kind, language, words, shown, general)


def send_test(
    event: Event,
    kind: LetterKind,
    language: Language,
    words: Words,
    shown: Specimen,
    user: User,
    *,
    general: bool = False,
) -> Letter:
    """Queue the letter to whoever words it, marked as a test: it greets that person and names nobody else.

    `general`: the words are for every event, and the letter goes out under the sender of all.

    Raises:
        UnusableWords: the words cannot be used.
    """
    words = letter_wording.clean(words)
    letter_wording.refuse_unusable(kind, words)
    code = language.value
    marked = Words(
        translated(_TEST, code, subject=words.subject),
        words.heading,
        f"> {translated(_TEST_NOTE, code)}\n\n{words.text}",
    )
    if isinstance(shown.about, Registration):
        shown.about.reference = letter_specimens.specimen_reference(event)
    content = _written(event, kind, language, marked, Specimen(shown.about, user.name, shown.source), general)
    letter = outbox.put_for_user(kind, user, desk_code=TEST_CODE)
    letter.event_id = None if general else event.id  # under the sender of the event, even while it is a draft
    letter.language = language
    letter.subject, letter.text, letter.html = content
    db.session.flush()
    subject = None if general else event
    audit.record(
        staff(user), "letter_text.tested", subject, event_id=letter.event_id, fields=[kind.value, code]
    )
    return letter


def _written(
    event: Event, kind: LetterKind, language: Language, words: Words, shown: Specimen, general: bool
) -> Content:
    beside = letter_texts.present(
        None if general else event.id, kind, Language(other(language.value))
    ).words.heading
    content = letters.write(kind, shown.about, _facts(kind, shown, language.value), words, beside)
    page = f"{placeholders.SITE}/events/{event.slug}"
    values = dict.fromkeys(_PRIVATE, page)
    if event.mail_reply_to and not general:
        values[placeholders.CONTACT] = event.mail_reply_to
    return Content(*(placeholders.fill(part, values) for part in content))


def _facts(kind: LetterKind, shown: Specimen, language: str) -> dict[str, object]:
    """What letters of all kinds are told of the moment: as it is for this person, or as it could be."""
    facts: dict[str, object] = {
        "name": shown.name,
        "reason": translated(_REASON, language),
        "changed": ["dates", "hours", "place"],
        "places": _places(shown),
        "addressed": 1,
        "ended": 2,
        "missing": _missing(shown) if kind is LetterKind.DIGEST else {},
    }
    if isinstance(shown.about, Registration):
        waits = shown.source is not None and shown.source.place is Place.WAITING
        facts["position"] = places.position(shown.source) if shown.source and waits else 1
        facts["deciders"] = letter_facts.deciders(shown.about)
        facts["sessions"] = [row.session_id for row in shown.about.sign_ups]
    return facts


def _places(shown: Specimen) -> int | None:
    """How many places the delegation has for which a letter is shown; None: no limit, or it is about no delegation."""
    if isinstance(shown.about, Correspondence | Copy) and shown.about.event is not None:
        return SeatCounts(shown.about.event).quota(shown.about.body)
    return None


def _missing(shown: Specimen) -> Mapping[str, int]:
    """What is open for the delegation, or could be where nothing is."""
    about = shown.about
    if isinstance(about, Correspondence) and about.event is not None and about.body is not None:
        found = delegation_points.of_body(about.event, about.body)
        if found:
            return found
    return {"open_places": 1, "to_validate": 2}
