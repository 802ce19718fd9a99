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
