"""What is refused to somebody who has to show who they are."""

from __future__ import annotations

from app.lib.wording import N_
from app.services.errors import Invalid, Refused


class WrongCode(Invalid):
    """Of the app, or a recovery code: whether it is wrong or was used already is not said."""

    code = "wrong_code"
    field = "code"
    sentence = N_(
        "This code is not right, or was used already. Wait for the next one, and check that the clock of your device is right."
    )


class WrongNewCode(Invalid):
    """Of the app that is being set up."""

    code = "wrong_new_code"
    field = "new_code"
    sentence = N_(
        "This is not the code of the entry just made in the app. Wait for the next six digits there and type those; "
        "check also that the clock of your device is right."
    )


class WrongPassword(Invalid):
    code = "wrong_password"
    field = "present_password"
    sentence = N_("This is not your present password.")


class SecondFactorStands(Refused):
    code = "second_factor_stands"
    sentence = N_("A second factor was set up in the meantime. Sign in with it.")


class AccountChangedMeanwhile(Refused):
    code = "account_changed_meanwhile"
    sentence = N_("This account was changed in the meantime. Sign in again.")


class WrongCredentials(Refused):
    code = "wrong_credentials"
    sentence = N_("The e-mail address or the password is not right. Check both, then try again.")
