"""Recovery codes: ten, shown once, each opens the account once in place of the second factor. A row keeps only a digest."""

from __future__ import annotations

import re

from sqlalchemy import delete, func, select, update

from app.extensions import db
from app.lib import tokens
from app.lib.clock import now
from app.lib.normal_forms import normal
from app.models import RecoveryCode, User

NUMBER = 10
_LENGTH, _GROUP = 16, 4  # 78 bits: a plain digest cannot be turned round


def make(user: User) -> list[str]:
    """Ten new codes, as they are shown and known nowhere else. Those of before end."""
    codes = [tokens.clear_code(_LENGTH) for _ in range(NUMBER)]
    db.session.execute(delete(RecoveryCode).where(RecoveryCode.user_id == user.id))
    db.session.add_all(RecoveryCode(user_id=user.id, digest=tokens.digest(code)) for code in codes)
    db.session.flush()
    return ["-".join(re.findall(rf".{{{_GROUP}}}", code)) for code in codes]


def use(user_id: int, typed: str) -> bool:
    """Use a code up, however it is spaced; whether it was one. Of two at once with the same code one is too late."""
    plain = re.sub(r"[\W_]", "", normal("NFKC", typed)).upper()
    used = db.session.scalar(
        update(RecoveryCode)
        .where(
            RecoveryCode.user_id == user_id,
            RecoveryCode.digest == tokens.digest(plain),
            RecoveryCode.used_at.is_(None),
        )
        .values(used_at=now())
        .returning(RecoveryCode.id)
    )
    return used is not None


def left(user_id: int) -> int:
    """How many codes are unused."""
    unused = select(func.count()).where(RecoveryCode.user_id == user_id, RecoveryCode.used_at.is_(None))
    return db.session.scalar(unused) or 0
