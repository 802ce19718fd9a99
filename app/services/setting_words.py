"""Every limit and period in words: what it is, what a larger or a smaller one does, in which unit, and in which group.

Those for which things are kept are not here: they have a page of their own (`privacy/retention.py`). A setting without words
fails a test. It is one table, although it is long: to add a setting is to add an entry.
"""

from __future__ import annotations

import enum
from typing import NamedTuple

from app.lib import numbers
from app.lib.wording import N_, pgettext, translated
from app.services.settings import DEFINITIONS


class Group(enum.StrEnum):
    """What limits are about: each group is changed on a page of its own."""

    REGISTRATION = "registration"
    SESSIONS = "sessions"
    ATTEMPTS = "attempts"
    LETTERS = "letters"
    MESSAGES = "messages"
    LISTS = "lists"
    FIGURES = "figures"


class Unit(enum.StrEnum):
    """What a number counts."""

    SECONDS = "seconds"
    MINUTES = "minutes"
    HOURS = "hours"
    DAYS = "days"
    TIMES = "times"
    AN_HOUR = "times an hour"
    A_DAY = "times a day"
    A_MINUTE = "letters a minute"
    LETTERS = "letters"
    ROWS = "rows"
    PEOPLE = "people"
    MEGABYTES = "megabytes"


class Words(NamedTuple):
    """A setting in words. Beyond what is sensible it still works, and whoever wants that is asked twice."""

    group: Group
    unit: Unit
    name: str
    meaning: str
    sensible_least: int | None = None
    sensible_most: int | None = None

    def beyond(self, number: int) -> bool:
        """Whether a number is less or more than is sensible."""
        least, most = self.sensible_least, self.sensible_most
        return (least is not None and number < least) or (most is not None and number > most)


GROUPS: dict[Group, str] = {
    Group.REGISTRATION: N_("Registration and private links"),
    Group.SESSIONS: N_("Sign-in and sessions"),
    Group.ATTEMPTS: N_("Guessing and attempts"),
    Group.LETTERS: N_("How letters are delivered"),
    Group.MESSAGES: N_("Messages and reminders"),
    Group.LISTS: N_("Lists and files"),
    Group.FIGURES: N_("Presence and statistics"),
}
UNITS: dict[Unit, str] = {
    Unit.SECONDS: pgettext("unit", "seconds"),
    Unit.MINUTES: pgettext("unit", "minutes"),
    Unit.HOURS: pgettext("unit", "hours"),
    Unit.DAYS: pgettext("unit", "days"),
    Unit.TIMES: pgettext("unit", "times"),
    Unit.AN_HOUR: pgettext("unit", "times an hour"),
    Unit.A_DAY: pgettext("unit", "times a day"),
    Unit.A_MINUTE: pgettext("unit", "letters a minute"),
    Unit.LETTERS: pgettext("unit", "letters"),
    Unit.ROWS: pgettext("unit", "rows"),
    Unit.PEOPLE: pgettext("unit", "people"),
    Unit.MEGABYTES: pgettext("unit", "megabytes"),
}
_OVERVIEW = pgettext("limit", "%(name)s: %(number)s %(unit)s")

WORDS: dict[str, Words] = {
    "hold_minutes": Words(
        Group.REGISTRATION, Unit.MINUTES,
        N_("A place is kept until the address is confirmed"),
        N_(
            "Longer: people have more time to open the letter, and places stay taken longer by addresses that do "
            "not exist. Shorter: places come back sooner."
        ),
    ),
    "private_link_days_after_event": Words(
        Group.REGISTRATION, Unit.DAYS,
        N_("A private link works after the event"),
        N_(
            "Longer: participants can fetch documents and certificates later. "
            "Shorter: a forwarded link opens something for less time."
        ),
        sensible_most=30,
    ),
    "private_visit_idle_minutes": Words(
        Group.REGISTRATION, Unit.MINUTES,
        N_("Whoever has opened a private link and does nothing is asked for it again"),
        N_(
            "Longer: fewer people have to open the letter again. "
            "Shorter: a page left open on somebody else’s device closes sooner."
        ),
        sensible_most=240,
    ),
    "private_visit_absolute_minutes": Words(
        Group.REGISTRATION, Unit.MINUTES,
        N_("Whoever has opened a private link is asked for it again in any case"),
        N_("Counted from the opening, whatever is done. Shorter: safer on shared devices."),
        sensible_most=960,
    ),
    "link_resends_per_hour": Words(
        Group.REGISTRATION, Unit.AN_HOUR,
        N_("The private link of a registration is sent again"),
        N_(
            "For each registration, and for each correspondent who asks for a link. "
            "More: also more letters to somebody who did not ask."
        ),
        sensible_most=10,
    ),
    "letters_per_address_per_hour": Words(
        Group.REGISTRATION, Unit.AN_HOUR,
        N_("Letters that visitors can cause to one address"),
        N_(
            "What is beyond it goes out later. "
            "More: an address can be bothered more; fewer: a mailbox shared by many waits longer."
        ),
        sensible_most=50,
    ),
    "sign_in_link_hours": Words(
        Group.SESSIONS, Unit.HOURS,
        N_("A correspondent’s link for signing in works"),
        N_("Longer: a letter read late still opens the page. Shorter: a link that fell into other hands opens nothing sooner."),
        sensible_most=12,
    ),
    "correspondent_visit_hours": Words(
        Group.SESSIONS, Unit.HOURS,
        N_("A correspondent stays signed in"),
        N_("Longer: a long list of names can be entered in one go. Shorter: safer on shared devices."),
        sensible_most=8,
    ),
    "password_link_hours": Words(
        Group.SESSIONS, Unit.HOURS,
        N_("A link for setting a password works"),
        N_("For invitations to an account. Three days let an invitation of a Friday be read on Monday."),
        sensible_most=96,
    ),
    "session_idle_minutes": Words(
        Group.SESSIONS, Unit.MINUTES,
        N_("Staff who do nothing are signed out"),
        N_("Longer: fewer sign-ins during a working day. Shorter: a device left alone shows nothing sooner."),
        sensible_most=480,
    ),
    "session_absolute_minutes": Words(
        Group.SESSIONS, Unit.MINUTES,
        N_("Staff are signed out in any case"),
        N_("Counted from the sign-in, whatever is done. It should cover a day at the desk and not two."),
        sensible_most=960,
    ),
    "session_halfway_minutes": Words(
        Group.SESSIONS, Unit.MINUTES,
        N_("The second factor can be shown after the password"),
        N_("Longer: more time to set up the app for the first time. Shorter: whoever knows a password alone has less time."),
        sensible_most=60,
    ),
    "sign_in_attempts": Words(
        Group.ATTEMPTS, Unit.TIMES,
        N_("Wrong passwords before somebody has to wait"),
        N_(
            "For each account and address together. More: guessing becomes easier. "
            "Fewer: a slip of the finger locks out sooner."
        ),
        sensible_most=10,
    ),
    "sign_in_attempts_minutes": Words(
        Group.ATTEMPTS, Unit.MINUTES,
        N_("How long one waits after too many wrong passwords"),
        N_("Shorter: guessing becomes easier. Longer: whoever has forgotten a password waits longer."),
        sensible_least=5,
    ),
    "sign_in_attempts_per_address_per_hour": Words(
        Group.ATTEMPTS, Unit.AN_HOUR,
        N_("Wrong passwords from one address on the internet"),
        N_("Whatever the account. A ministry has one address for all who work there; an attacker may have one as well."),
        sensible_most=200,
    ),
    "second_factor_attempts_per_day": Words(
        Group.ATTEMPTS, Unit.A_DAY,
        N_("Wrong codes of a second factor"),
        N_("For each account. More: six digits are guessed more easily."),
        sensible_most=100,
    ),
    "registrations_per_address_per_hour": Words(
        Group.ATTEMPTS, Unit.AN_HOUR,
        N_("Registrations from one address on the internet"),
        N_(
            "A hotel or a ministry has one address: raise it before a conference where many register from one place. "
            "More: floods of invented registrations pass more easily."
        ),
        sensible_most=2000,
    ),
    "link_requests_per_address_per_hour": Words(
        Group.ATTEMPTS, Unit.AN_HOUR,
        N_("Requests for a private link from one address on the internet"),
        N_("More: more addresses can be tried out from one place. Fewer: a ministry’s people wait for one another."),
        sensible_most=500,
    ),
    "unknown_links_per_address_per_hour": Words(
        Group.ATTEMPTS, Unit.AN_HOUR,
        N_("Links that do not exist, opened from one address on the internet"),
        N_("Beyond it no private link opens for that address. More: guessing links becomes easier."),
        sensible_most=300,
    ),
    "data_exports_per_address_per_hour": Words(
        Group.ATTEMPTS, Unit.AN_HOUR,
        N_("Copies of one’s own data from one address on the internet"),
        N_("Each copy is made anew. More: the server can be kept busy more easily."),
        sensible_most=500,
    ),
    "letters_per_minute": Words(
        Group.LETTERS, Unit.A_MINUTE,
        N_("What the mail server takes"),
        N_("For all workers together; 0 is no limit. Ask whoever runs the mail server. Lower: a message to many takes longer."),
    ),
    "letters_at_once": Words(
        Group.LETTERS, Unit.LETTERS,
        N_("Letters that the worker takes up together"),
        N_("More: a little faster. Fewer: a worker that stops in between delays fewer letters."),
    ),
    "letter_lease_seconds": Words(
        Group.LETTERS, Unit.SECONDS,
        N_("How long letters that were taken up wait for their worker"),
        N_("Longer than the mail server takes for all of them. Longer: after a stop of the worker they go out later."),
        sensible_least=60,
    ),
    "letter_attempts": Words(
        Group.LETTERS, Unit.TIMES,
        N_("Attempts before a letter has failed"),
        N_("With the waits below, fourteen attempts bear a trouble of the other side for a day."),
        sensible_least=5,
    ),
    "letter_retry_seconds": Words(
        Group.LETTERS, Unit.SECONDS,
        N_("Wait after the first refusal for a time"),
        N_(
            "It doubles after each further one. "
            "Shorter: letters arrive sooner after a short trouble, and busy servers are bothered more."
        ),
    ),
    "letter_retry_most_seconds": Words(
        Group.LETTERS, Unit.SECONDS,
        N_("Longest wait between two attempts"),
        N_("Shorter: more attempts in the same time, and the last one comes sooner."),
    ),
    "programme_letter_minutes": Words(
        Group.LETTERS, Unit.MINUTES,
        N_("Changed sessions are collected into one letter"),
        N_("Longer: fewer letters while a programme is being worked on. Shorter: participants are told sooner."),
    ),
    "worker_silent_after_seconds": Words(
        Group.LETTERS, Unit.SECONDS,
        N_("When organisers are told that no mail goes out"),
        N_("The worker gives a sign each minute. Longer: a trouble is noticed later. Shorter: more false alarms."),
        sensible_least=120, sensible_most=900,
    ),
    "message_grace_seconds": Words(
        Group.MESSAGES, Unit.SECONDS,
        N_("A message to many can be taken back"),
        N_("Longer: more time for second thoughts. Shorter: it goes out sooner; 0 lets nobody take it back."),
        sensible_least=10,
    ),
    "message_files_megabytes": Words(
        Group.MESSAGES, Unit.MEGABYTES,
        N_("All files of a message to many together"),
        N_("Many mailboxes refuse letters of more than ten megabytes; each recipient gets the whole."),
        sensible_most=15,
    ),
    "reminder_grace_hours": Words(
        Group.MESSAGES, Unit.HOURS,
        N_("Nobody invited or nominated is reminded by a rule within"),
        N_("Longer: people have more time to answer by themselves. Shorter: a reminder can come hours after the invitation."),
    ),
    "practical_again_days": Words(
        Group.MESSAGES, Unit.DAYS,
        N_("No rule repeats the practical information of a message within"),
        N_("Longer: fewer letters that say the same. Shorter: those who got the message may get both."),
    ),
    "list_page_size": Words(
        Group.LISTS, Unit.ROWS,
        N_("Rows on a page of a list"),
        N_("More: fewer pages, and each takes longer to come."),
    ),
    "rows_at_once": Words(
        Group.LISTS, Unit.ROWS,
        N_("Rows of a workbook that one waits for"),
        N_("A longer one is made by the worker and fetched later. More: pages keep people waiting longer."),
    ),
    "papers_at_once": Words(
        Group.LISTS, Unit.PEOPLE,
        N_("People on a paper that one waits for"),
        N_("A paper for more is made by the worker and fetched later. More: pages keep people waiting longer."),
    ),
    "discreet_cell_minimum": Words(
        Group.FIGURES, Unit.PEOPLE,
        N_("Fewest people that a breakdown may tell"),
        N_(
            "What is smaller is not said, so that nobody can be recognised. "
            "Fewer: somebody may be recognised in a public figure."
        ),
        sensible_least=5,
    ),
    "online_presence_minutes": Words(
        Group.FIGURES, Unit.MINUTES,
        N_("Online in a session, from which somebody counts as present"),
        N_(
            "It is what the page for reports proposes; it can be changed there. "
            "Longer: whoever looked in shortly does not count."
        ),
    ),
}  # fmt: skip


def group_words(group: Group, language: str) -> str:
    """What a group is called."""
    return translated(GROUPS[group], language)


def unit_words(name: str, language: str) -> str:
    """What the number of a setting counts."""
    return translated(UNITS[WORDS[name].unit], language)


def name_words(name: str, language: str) -> str:
    """What a setting is called; one without words by its code."""
    return translated(WORDS[name].name, language) if name in WORDS else name


def said(name: str, number: int, language: str) -> str:
    """A setting with its number, as in “A private link works after the event: 7 days”."""
    unit = unit_words(name, language)
    return translated(
        _OVERVIEW,
        language,
        name=name_words(name, language),
        number=numbers.number(number, language),
        unit=unit,
    )


def of_group(group: Group) -> tuple[str, ...]:
    """The settings of a group, in their order."""
    return tuple(name for name, words in WORDS.items() if words.group is group and name in DEFINITIONS)
