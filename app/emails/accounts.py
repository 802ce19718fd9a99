"""Letters to those who sign in with a password."""

from __future__ import annotations

from collections.abc import Mapping

from app.emails import placeholders
from app.emails.participants import harmless
from app.emails.said import Account, Said
from app.lib.wording import N_, N_n, translated, translated_count
from app.models import User
from app.models.labels import label

LINK_WORKS = N_n(
    "The link works once, for %(num)s hour after this letter was sent.",
    "The link works once, for %(num)s hours after this letter was sent.",
)


def account_invitation(user: User, facts: Mapping[str, object]) -> Said:
    """An account has been made: a link with which to set its password."""
    language = user.language.value
    works = translated_count(*LINK_WORKS, int(str(facts["hours"])), language)
    words = N_("You can work with the events of the Police Network once you have set a password.")
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
        preview=translated(words, language),
    )
