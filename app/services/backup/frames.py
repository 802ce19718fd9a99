"""Encrypted frames: AES-256-GCM in the STREAM construction, so that each frame, their order and the end are authenticated.

The key of a file is derived from the installation's and from the file's own salt; no two files share one. A frame is named by
its number and by whether it is the last: none can be left out, doubled, moved to another file, or cut off at the end.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO, TYPE_CHECKING

from app.services.backup.errors import Damaged

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

FRAME = 1 << 20  # bytes of content in each frame but the last
TAG = 16
_PREFIX = 7  # bytes of the nonce that are the file's; four count, the last says whether this is the end


def key_check(key: bytes, salt: str) -> str:
    """What tells whether a key is the one with which a file was made, without telling anything of the key."""
    return _derived(key, salt, "key check", 16).hex()


class Sealer:
    """Takes content and writes it into a file as frames. `close` writes the last."""

    def __init__(self, file: IO[bytes], key: bytes, salt: str, header: bytes) -> None:
        self._file, self._header = file, header
        self._cipher, self._prefix = _cipher(key, salt)
        self._number, self._waiting = 0, bytearray()

    def write(self, content: bytes) -> None:
        """Take more of the content."""
        self._waiting += content
        while len(self._waiting) > FRAME:
            self._seal(bytes(self._waiting[:FRAME]), last=False)
            del self._waiting[:FRAME]

    def close(self) -> None:
        """Write what is left, as the end."""
        self._seal(bytes(self._waiting), last=True)
        self._waiting.clear()

    def _seal(self, content: bytes, *, last: bool) -> None:
        nonce = _nonce(self._prefix, self._number, last=last)
        self._file.write(self._cipher.encrypt(nonce, content, self._header))
        self._number += 1


def opened(file: IO[bytes], key: bytes, salt: str, header: bytes) -> Iterator[bytes]:
    """The content of a file behind its header, frame by frame.

    Raises:
        Damaged: a frame is not what was written, or not the next, or the end is missing.
    """
    from cryptography.exceptions import InvalidTag  # noqa: PLC0415 - only backups need it

    cipher, prefix = _cipher(key, salt)
    number, frame = 0, file.read(FRAME + TAG)
    while True:
        following = file.read(FRAME + TAG)
        nonce = _nonce(prefix, number, last=not following)
        try:
            content = cipher.decrypt(nonce, frame, header)
        except (InvalidTag, ValueError):
            raise Damaged(
                f"it is damaged or cut off: piece {number + 1} does not open" if following or number == 0
                else f"it is damaged or cut off at its end, behind {number} pieces"
            ) from None  # fmt: skip
        yield content
        if not following:
            return
        number, frame = number + 1, following


def _cipher(key: bytes, salt: str) -> tuple[AESGCM, bytes]:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # noqa: PLC0415 - as above

    derived = _derived(key, salt, "frames", 32 + _PREFIX)
    return AESGCM(derived[:32]), derived[32:]


def _nonce(prefix: bytes, number: int, *, last: bool) -> bytes:
    return prefix + number.to_bytes(4, "big") + bytes([last])


def _derived(key: bytes, salt: str, purpose: str, size: int) -> bytes:
    from cryptography.hazmat.primitives.hashes import SHA256  # noqa: PLC0415 - as above
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF  # noqa: PLC0415

    info = f"police-network backup {purpose}".encode()
    return HKDF(algorithm=SHA256(), length=size, salt=bytes.fromhex(salt), info=info).derive(key)
