"""What a stored letter holds instead of secrets and of what only the installation knows; filled in when it is sent."""

from __future__ import annotations

import re
from collections.abc import Mapping

SITE = "[[site]]"  # the public address of this installation, without a slash at its end
CONTACT = "[[contact]]"  # the secretariat's e-mail address
MY_REGISTRATION = "[[link:my_registration]]"
CONFIRM_ADDRESS = "[[link:confirm_address]]"
SET_PASSWORD = "[[link:set_password]]"  # noqa: S105 - a placeholder, not a password

_PLACEHOLDER = re.compile(r"\[\[[a-z_:]+\]\]")


def fill(text: str, values: Mapping[str, str]) -> str:
    """The text with its placeholders replaced; what looks like one but has no value stays as it is."""
    return _PLACEHOLDER.sub(lambda found: values.get(found[0], found[0]), text)
