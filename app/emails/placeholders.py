"""What a stored letter holds instead of secrets and of what only the installation knows; filled in when it is sent.

Each stands between two marks for private use, which nothing that was typed can hold: every form takes them away
(`app.lib.names.tidy`), and whatever else comes into a letter passes `inert`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

_OPEN, _CLOSE = "\ue000", "\ue001"


def _marked(name: str) -> str:
    return f"{_OPEN}{name}{_CLOSE}"


SITE = _marked("site")  # the public address of this installation, without a slash at its end
CONTACT = _marked("contact")  # the secretariat's e-mail address
MY_REGISTRATION = _marked("link:my_registration")
CONFIRM_ADDRESS = _marked("link:confirm_address")
SET_PASSWORD = _marked("link:set_password")
SIGN_IN = _marked("link:sign_in")

ADDRESS = f"{_OPEN}(?:site|link:[a-z_]+){_CLOSE}"  # a pattern: where an address of this installation begins
_PLACEHOLDER = re.compile(f"{_OPEN}[a-z_:]+{_CLOSE}")
_MARKS = str.maketrans("", "", _OPEN + _CLOSE)


def fill(text: str, values: Mapping[str, str]) -> str:
    """The text with its placeholders replaced; what looks like one but has no value stays as it is."""
    return _PLACEHOLDER.sub(lambda found: values.get(found[0], found[0]), text)


def inert(words: str) -> str:
    """What a letter is to quote, without the marks."""
    return words.translate(_MARKS)
