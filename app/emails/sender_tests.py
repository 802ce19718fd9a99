"""A test to whoever sets how letters are sent, of one event or of all: under which sender they arrive, and where answers go."""

from __future__ import annotations

from app.emails import composing, placeholders
from app.emails.content import Content
from app.emails.participants import harmless
from app.emails.said import Said
from app.emails.words import Words
from app.lib.bilingual import other
from app.lib.wording import N_, translated
from app.models import Event, User

_HEADING = N_("This letter is a test")
_TEXT = N_(
    "It shows how the letters of “%(event)s” arrive: look at the sender, and whether your mail program trusts it."
)
_TEXT_OF_ALL = N_(
    "It shows how the letters of all events arrive: look at the sender, and whether your mail program trusts it."
)
_ANSWERS = N_("Answers go to %(contact)s.")


def sender_test(event: Event, user: User) -> Content:
    """The letter about the sender of an event, in the language of the user."""
    language = user.language.value
    title = placeholders.inert(event.title.in_language(language))
    shows = translated(_TEXT, language, event=title)
    return _letter(user, shows, f"{placeholders.SITE}/events/{event.slug}", N_("Event page"))


def sender_test_of_all(user: User) -> Content:
    """The letter about the sender of all letters, in the language of the user."""
    return _letter(
        user, translated(_TEXT_OF_ALL, user.language.value), f"{placeholders.SITE}/", N_("Calendar")
    )


def _letter(user: User, shows: str, link: str, button: str) -> Content:
    language = user.language.value
    values = {"shows": shows, "answers": translated(_ANSWERS, language, contact=placeholders.CONTACT)}
    heading = translated(_HEADING, language)
    said = Said(
        language=language,
        name=harmless(user.name),
        values=values,
        link=link,
        link_is_private=False,
        why=translated(N_("You receive this letter because you asked for a test."), language),
        preview=values["answers"],
    )
    words = Words(heading, heading, "{{ shows }}\n\n{{ answers }}")
    return composing.compose(words, translated(_HEADING, other(language)), said, button)
