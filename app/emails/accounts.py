"""Letters to those who sign in with a password."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from app.emails import placeholders
from app.emails.participants import harmless
from app.emails.particulars import offset_in_words
from app.emails.said import Account, Said
from app.lib import hours, installation
from app.lib.clock import SEAT
from app.lib.wording import N_, N_n, translated, translated_count
from app.models import AccountChange, User
from app.models.labels import label

LINK_WORKS = N_n(
    "The link works once, for %(num)s hour after this letter was sent.",
    "The link works once, for %(num)s hours after this letter was sent.",
)
CHANGES = {
    AccountChange.PASSWORD_SET: N_(
        "A new password was set on %(moment)s. Whoever was signed in elsewhere has been signed out."
    ),
    AccountChange.SECOND_FACTOR_SET: N_(
        "A second factor was set up on %(moment)s: signing in now asks for a code of that app as well. "
        "Whoever was signed in elsewhere has been signed out."
    ),
    AccountChange.SECOND_FACTOR_RESET: N_(
        "Your second factor was reset on %(moment)s, and whoever was signed in has been signed out. "
        "You set up a new one when you next sign in with your password."
    ),
    AccountChange.RECOVERY_CODES_MADE: N_(
        "New recovery codes were made on %(moment)s. The earlier ones no longer work."
    ),
    AccountChange.ROLE_CHANGED: N_(
        "What you can do, or with which events you work, was changed by an administrator on %(moment)s."
    ),
}


def account_invitation(user: User, facts: Mapping[str, object]) -> Said:
    """An account has been made: a link with which to set its password."""
    language = user.language.value
    works = translated_count(*LINK_WORKS, int(str(facts["hours"])), language)
    words = N_("You can work with the events %(of_the_network)s once you have set a password.")
    return Said(
        language=language,
        name=harmless(user.name),
        values={"link_works": works},
        account=Account(user.email, label(user.role, language)),
        link=placeholders.SET_PASSWORD,
        why=translated(
            N_("You receive this letter because an administrator made an account with this address."),
            language,
        ),
        preview=translated(words, language, of_the_network=installation.spoken(language).of_the_network),
    )


def account_changed(user: User, facts: Mapping[str, object]) -> Said:
    """Something was changed by which an account is opened, or what it opens: `what` says what, `at` when."""
    language = user.language.value
    moment = _moment(datetime.fromisoformat(str(facts["at"])), language)
    change = translated(CHANGES[AccountChange(str(facts["what"]))], language, moment=moment)
    return Said(
        language=language,
        name=harmless(user.name),
        values={"account_change": change, "contact": placeholders.CONTACT},
        account=Account(user.email, label(user.role, language)),
        link=f"{placeholders.SITE}/account",
        link_is_private=False,
        why=translated(
            N_("You receive this letter because you have an account with this address."), language
        ),
        preview=change,
    )


def _moment(moment: datetime, language: str) -> str:
    """A moment by the clocks of Strasbourg."""
    local = moment.astimezone(SEAT)
    zone = translated(
        N_("%(place)s time (%(offset)s)"),
        language,
        place="Strasbourg",
        offset=offset_in_words(local.utcoffset() or timedelta()),
    )
    return f"{hours.day_and_clock(local, language, year=True)}, {zone}"
