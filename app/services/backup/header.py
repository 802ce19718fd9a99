"""The beginning of a backup, which can be read without the key: what made it, when, and at which state of the tables.

It names nobody. Each frame that follows is bound to it, so that none of it can be changed unnoticed.
"""

from __future__ import annotations

import json
import re
import secrets
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import IO

from app.services.backup.errors import Damaged, Foreign, TooNew

MAGIC = b"police-network-backup\n"
FORMAT = 1
_LONGEST = 4096
# Nothing that a terminal would obey: it is shown before it is known whether the rest is genuine.
_PLAIN = re.compile(r"[ -~]{0,200}")


@dataclass(frozen=True)
class Header:
    """What stands at the beginning."""

    application: str  # the version that made it
    revision: str  # of the tables
    at: str  # the moment before the snapshot, in ISO 8601
    key_check: str = ""  # tells another key from a damaged file, and nothing else
    salt: str = field(default_factory=lambda: secrets.token_hex(32))
    format: int = FORMAT

    @property
    def moment(self) -> datetime:
        """When it was made."""
        return datetime.fromisoformat(self.at)

    def to_bytes(self) -> bytes:
        """As it stands in the file."""
        return MAGIC + json.dumps(asdict(self), sort_keys=True).encode("ascii") + b"\n"


def read(file: IO[bytes]) -> tuple[Header, bytes]:
    """The header at the beginning of a file, and its bytes; the file is left behind it.

    Raises:
        Foreign: this is no backup.
        Damaged: it cannot be read.
        TooNew: this version does not know its format.
    """
    if file.read(len(MAGIC)) != MAGIC:
        raise Foreign("it is no backup of this application")
    line = file.readline(_LONGEST)
    try:
        values = json.loads(line)
        if not all(_PLAIN.fullmatch(str(value)) for value in values.values()):
            raise ValueError
        if values["format"] > FORMAT:
            raise TooNew(
                f"its format is {values['format']}, made by version {values['application']}; this version reads up to {FORMAT}"
            )
        header = Header(**values)
        if not all(isinstance(value, int if name == "format" else str) for name, value in values.items()):
            raise ValueError
        if header.moment.tzinfo is None or len(bytes.fromhex(header.salt)) != 32:
            raise ValueError
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise Damaged("its beginning cannot be read: it is damaged") from None
    return header, MAGIC + line
