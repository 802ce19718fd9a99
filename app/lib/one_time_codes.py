"""One-time codes as authenticator apps make them (TOTP, RFC 6238): six digits, new every thirty seconds."""

from __future__ import annotations

import re
from base64 import b32encode
from datetime import datetime
from hmac import compare_digest

import pyotp

from app.lib.normal_forms import normal

SEED_BYTES = 20  # 160 bits, as RFC 4226 recommends
_SECONDS = 30
_CLOCKS = (0, -1, 1)  # steps by which two clocks may differ


def seed_of(random: bytes) -> str:
    """The seed that an app is given, from 20 random bytes: letters and digits to scan or to type."""
    return b32encode(random).decode().rstrip("=")


def address(seed: str, account: str, issuer: str) -> str:
    """What the picture says to the app: otpauth://…"""
    return pyotp.TOTP(seed).provisioning_uri(name=account, issuer_name=issuer)


def in_groups(seed: str) -> str:
    """The seed as somebody types it: four characters each."""
    return " ".join(seed[start : start + 4] for start in range(0, len(seed), 4))


def digits(typed: str) -> str | None:
    """The six digits that somebody has typed, however they are spaced; None if it is something else."""
    plain = re.sub(r"[\s-]", "", normal("NFKC", typed))
    return plain if re.fullmatch(r"[0-9]{6}", plain) else None


def matching_step(seed: str, code: str, at: datetime) -> int | None:
    """The step of time whose code this is, now or one step beside; None if it is none of them.

    Steps count thirty seconds since 1970. Keep the last one that was used: a code is good for one time only.
    """
    maker, present = pyotp.TOTP(seed), int(at.timestamp()) // _SECONDS
    found = [
        present + apart for apart in _CLOCKS if compare_digest(maker.generate_otp(present + apart), code)
    ]
    return found[0] if found else None
