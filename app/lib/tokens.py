"""Secrets and codes: made at random here, compared by their digest."""

from __future__ import annotations

import hashlib
import secrets

# Without letters and digits that are confused when read aloud or written by hand.
_CLEAR = "ABCDEFGHJKMNPQRSTVWXYZ23456789"


def new_token() -> str:
    """A secret of 192 bits for a private link, safe in a URL."""
    return secrets.token_urlsafe(24)


def digest(token: str) -> str:
    """What is stored of a secret. The secret is random and long, so that a plain digest cannot be turned round."""
    return hashlib.sha256(token.encode()).hexdigest()


def clear_code(length: int) -> str:
    """A random code that can be read aloud."""
    number, letters = secrets.randbelow(len(_CLEAR) ** length), []
    for _ in range(length):
        number, which = divmod(number, len(_CLEAR))
        letters.append(_CLEAR[which])
    return "".join(letters)
