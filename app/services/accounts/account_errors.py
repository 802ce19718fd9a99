"""What the rules about accounts refuse."""

from __future__ import annotations

from app.lib.wording import N_
from app.services.errors import Invalid, Refused


class EventsMissing(Invalid):
    code = "events_missing"
    field = "events"
    sentence = N_("Choose at least one event.")


class OwnAccount(Refused):
    code = "own_account"
    sentence = N_("This is your own account: another administrator has to do this.")


class AccountClosed(Refused):
    code = "account_closed"
    sentence = N_("This account is closed. Open it again first.")


class AccountErased(Refused):
    code = "account_erased"
    sentence = N_("Name and address of this account have been erased. Invite the person anew.")


class PasswordTooShort(Invalid):
    code = "password_too_short"
    field = "password"
    sentence = N_("Use %(least)s characters or more. A few words in a row are easy to remember.")


class PasswordTooLong(Invalid):
    code = "password_too_long"
    field = "password"
    sentence = N_("Use %(most)s characters at most.")


class PasswordCommon(Invalid):
    code = "password_common"
    field = "password"
    sentence = N_(
        "This password is easily guessed: it is made of everyday words, repetitions, rows of keys or your name. "
        "Choose another one."
    )


class AddressHasAccount(Refused):
    code = "address_has_account"
    sentence = N_("There is an account with this address already.")


class LastAdministrator(Refused):
    code = "last_administrator"
    sentence = N_("This is the last administrator: invite another one first.")
