"""Values that stand encrypted in the database, so that whoever has read the tables or a backup cannot use them.

The keys are derived from the application's secret keys, and from what the value is for: what was sealed for one row opens
for no other. Whoever changes the secret key names the one of before as well; it still opens, and nothing new is sealed with it.

The library is loaded with the first value: it has OpenSSL once more in itself, and letters and public pages seal nothing.
"""

from __future__ import annotations

import json
import zlib
from base64 import b64decode, b64encode, urlsafe_b64encode
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from cryptography.fernet import MultiFernet


class CannotOpen(Exception):
    """It was sealed with another key, or for something else, or it was changed."""


class Safe:
    """Seals with the first of its keys, and opens with any."""

    def __init__(self, keys: Iterable[str]) -> None:
        self._keys = [key.encode() for key in keys if key]

    def seal(self, value: str, purpose: str) -> str:
        """The value, encrypted for one purpose."""
        return self._fernet(purpose).encrypt(value.encode()).decode()

    def open(self, sealed: str, purpose: str) -> str:
        """The value that was sealed for a purpose.

        Raises:
            CannotOpen: none of the keys fits.
        """
        from cryptography.fernet import InvalidToken  # noqa: PLC0415 - as said above

        try:
            return self._fernet(purpose).decrypt(sealed.encode()).decode()
        except InvalidToken:
            raise CannotOpen from None

    def seal_facts(self, facts: dict[str, Any], purpose: str) -> str:
        """Plain values by their names, packed small and encrypted for one purpose."""
        return self.seal(b64encode(zlib.compress(json.dumps(facts).encode())).decode(), purpose)

    def open_facts(self, sealed: str, purpose: str) -> dict[str, Any]:
        """The plain values that were sealed for a purpose.

        Raises:
            CannotOpen: none of the keys fits.
        """
        facts: dict[str, Any] = json.loads(zlib.decompress(b64decode(self.open(sealed, purpose))))
        return facts

    def is_outdated(self, sealed: str, purpose: str) -> bool:
        """Whether only a key of before opens it: then it should be sealed anew."""
        from cryptography.fernet import Fernet, InvalidToken  # noqa: PLC0415

        try:
            Fernet(_derived(self._keys[0], purpose, 32, encoded=True)).decrypt(sealed.encode())
        except InvalidToken:
            return True
        return False

    def derive(self, purpose: str, size: int) -> bytes:
        """Bytes that nobody without the key can know, always the same for one purpose."""
        return _derived(self._keys[0], purpose, size)

    def _fernet(self, purpose: str) -> MultiFernet:
        from cryptography.fernet import Fernet, MultiFernet  # noqa: PLC0415

        return MultiFernet([Fernet(_derived(key, purpose, 32, encoded=True)) for key in self._keys])


def _derived(key: bytes, purpose: str, size: int, *, encoded: bool = False) -> bytes:
    from cryptography.hazmat.primitives.hashes import SHA256  # noqa: PLC0415
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF  # noqa: PLC0415

    made = HKDF(algorithm=SHA256(), length=size, salt=None, info=f"sealed {purpose}".encode()).derive(key)
    return urlsafe_b64encode(made) if encoded else made
