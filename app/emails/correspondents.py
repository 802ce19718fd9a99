"""Letters to national correspondents and contact points, about their own delegation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from app.emails import placeholders
from app.emails.accounts import LINK_WORKS
from app.emails.participants import harmless
from app.emails.particulars import moment_in_words, particulars
from app.emails.said import Said
from app.lib import installation
from app.lib.wording import N_, N_n, translated, translated_count
from app.models import Body, Event, Language, Person

# What a digest may hold, with its number, in the order in which it is told.
MISSING = {
    "open_places": N_n(
        "One place of your delegation is not used.", "%(num)s places of your delegation are not used."
    ),
    "to_validate": N_n(
        "One registration waits for your validation.", "%(num)s registrations wait for your validation."
    ),
    "unanswered": N_n(
        "One nominated person has not answered yet.", "%(num)s nominated persons have not answered yet."
    ),
    "substitutes": N_n("One substitute was proposed to you.", "%(num)s substitutes were proposed to you."),
}

# To how many people the invitation itself went, of which a copy tells.
_ADDRESSED = N_n(
    "The invitation has been sent to the person who speaks for the delegation.",
    "The invitation has been sent to the %(num)s people who speak for the delegation.",
)

_ENDED = N_n("One nomination has ended.", "%(num)s nominations have ended.")

_PLACES = N_n("Your delegation has one place.", "Your delegation has %(num)s places.")


@dataclass(frozen=True)
class Correspondence:
    """To whom a letter goes, for which body, and about which event."""

    person: Person
    body: Body | None = None
    event: Event | None = None

    @property
    def language(self) -> Language:
        return self.person.language


@dataclass(frozen=True)
class Copy:
    """For which body, and about which event, an address of the body is informed. There is nobody to be greeted."""

    body: Body
    event: Event
    language: Language


def convocation(about: Correspondence, facts: Mapping[str, object]) -> Said:
    """An invitation to send a delegation; `places` says how many it may have, None where no limit is set."""
    places = facts.get("places")
    sentence = ""
    if isinstance(places, int):
        sentence = translated_count(*_PLACES, places, about.language.value)
    return _to_correspondent(about, facts, {"places": sentence, "answer_by": _answer_by(about)})


def convocation_copy(about: Copy, facts: Mapping[str, object]) -> Said:
    """For information, to an address of the body; `places` as in the invitation, `addressed` to how many people that went.

    No link to the page of the delegation is ever in it: whoever reads the mailbox of an embassy nominates nobody.
    """
    language, places = about.language.value, facts.get("places")
    event = particulars(about.event, about.event.mode, language)
    page = placeholders.SITE + event.address
    why = N_("You receive this letter because copies of invitations to your delegation go to this address.")
    return Said(
        language=language,
        name="",
        values=event.values()
        | {
            "body": about.body.name.in_language(language),
            "event_page": page,
            "contact": placeholders.CONTACT,
            "places": translated_count(*_PLACES, places, language) if isinstance(places, int) else "",
            "addressed": _addressed(facts.get("addressed"), language),
            "answer_by": _asked_by(about),
        },
        event=event,
        link=page,
        link_is_private=False,
        why=translated(why, language),
        preview=f"{event.short} – {event.title}",
    )


def reminder(about: Correspondence, facts: Mapping[str, object]) -> Said:
    """Nothing was heard of a body yet."""
    return _to_correspondent(about, facts, {"answer_by": _answer_by(about)})


def digest(about: Correspondence, facts: Mapping[str, object]) -> Said:
    """What is still open for a delegation; `missing` holds numbers by the codes of MISSING."""
    found, language = facts.get("missing"), about.language.value
    numbers = found if isinstance(found, dict) else {}
    lines = [
        translated_count(*MISSING[code], numbers[code], language) for code in MISSING if numbers.get(code)
    ]
    missing = "\n".join(f"- {line}" for line in lines)
    return _to_correspondent(about, facts, {"missing": missing, "answer_by": _answer_by(about)})


def nominee_declined(about: Correspondence, facts: Mapping[str, object]) -> Said:
    """Somebody whom the delegation had named does not come; `nominee` is the name, `substitute` that of the person proposed."""
    substitute = str(facts.get("substitute") or "")
    sentence = N_(
        "Proposed instead: %(name)s. On the page of your delegation you take this up, or set it aside."
    )
    return _to_correspondent(
        about,
        facts,
        {
            "nominee": str(facts.get("nominee") or ""),
            "substitute": translated(sentence, about.language.value, name=substitute) if substitute else "",
        },
    )


def nominations_ended(about: Correspondence, facts: Mapping[str, object]) -> Said:
    """Places were released: `ended` says how many of the delegation's nominations have ended without an answer."""
    number = int(str(facts["ended"]))
    return _to_correspondent(about, facts, {"ended": translated_count(*_ENDED, number, about.language.value)})


def sign_in_link(about: Correspondence, facts: Mapping[str, object]) -> Said:
    """The one-time link that somebody asked for with this address."""
    works = translated_count(*LINK_WORKS, int(str(facts["hours"])), about.language.value)
    return _to_correspondent(about, facts, {"link_works": works})


def _to_correspondent(about: Correspondence, facts: Mapping[str, object], values: Mapping[str, str]) -> Said:
    language = about.language.value
    event = particulars(about.event, about.event.mode, language) if about.event else None
    name = harmless(str(facts["name"]))
    body = about.body.name.in_language(language) if about.body else ""
    why = N_("You receive this letter because you are a correspondent or contact point %(of_the_network)s.")
    common = {"name": name, "body": body, "link": placeholders.SIGN_IN, "contact": placeholders.CONTACT}
    return Said(
        language=language,
        name=name,
        values=(event.values() if event else {}) | common | dict(values),
        event=event,
        link=placeholders.SIGN_IN,
        why=translated(why, language, of_the_network=installation.spoken(language).of_the_network),
        preview=f"{event.short} – {event.title}" if event else body,
    )


def _addressed(number: object, language: str) -> str:
    if isinstance(number, int) and number > 0:
        return translated_count(*_ADDRESSED, number, language)
    nobody = N_("We know nobody who speaks for the delegation: please tell the secretariat who does.")
    return translated(nobody, language)


def _answer_by(about: Correspondence) -> str:
    language = about.language.value
    if about.event is None or about.event.nominations_until is None:
        return translated(N_("Please answer as soon as you can."), language)
    moment = moment_in_words(about.event.nominations_until, about.event, language)
    return translated(N_("Please answer by %(moment)s."), language, moment=moment)


def _asked_by(about: Copy) -> str:
    if about.event.nominations_until is None:
        return ""
    language = about.language.value
    moment = moment_in_words(about.event.nominations_until, about.event, language)
    return translated(N_("An answer is asked for by %(moment)s."), language, moment=moment)
