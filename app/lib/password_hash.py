"""Passwords, as argon2id keeps them. The same password typed on two keyboards is one: it is normalised first."""

from __future__ import annotations

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from app.lib.normal_forms import normal

# Above the least that OWASP recommends (19 MiB, two passes); small enough for several sign-ins at once.
_hasher = PasswordHasher(time_cost=3, memory_cost=19 * 1024, parallelism=1)

_LOOKED_AT = 1000  # characters: a password has 200 at most, its letters and marks apart four times as many

# The hash of a password that nobody knows, made as all others: who is not known is asked as long as who is.
NOBODYS = "$argon2id$v=19$m=19456,t=3,p=1$wp5JO++JD3w9PjlQF5v6/A$YrLeU7RfamiH5XbH3Jqo+1Kje8UvLqs82Zmh2+xcz9k"


def made(password: str) -> str:
    """The hash of a password, to be stored."""
    return _hasher.hash(_normalised(password))


def matches(stored: str, password: str) -> bool:
    """Whether a password is the one whose hash is stored. Takes as long for a wrong one."""
    try:
        return _hasher.verify(stored, _normalised(password))
    except (VerificationError, InvalidHashError):
        return False


def is_outdated(stored: str) -> bool:
    """Whether a hash was made with other parameters than those of today."""
    return _hasher.check_needs_rehash(stored)


def _normalised(password: str) -> bytes:
    return normal("NFKC", password[:_LOOKED_AT]).encode("utf-8", "surrogatepass")
