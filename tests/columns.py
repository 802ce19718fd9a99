"""Where in the database something stands."""

from __future__ import annotations

import json

from sqlalchemy import Text, cast, func, or_, select

from app.extensions import Base, db


def columns_that_say(word: str) -> list[str]:
    """Every column of every table in which a word stands, as it is or as JSON writes it."""
    db.session.flush()
    found = []
    forms = {word.lower(), json.dumps(word)[1:-1].lower()}
    for table in Base.metadata.sorted_tables:
        for column in table.columns:
            text = func.lower(cast(column, Text))
            says = or_(*(text.contains(form, autoescape=True) for form in forms))
            if db.session.scalar(select(func.count()).select_from(table).where(says)):
                found.append(f"{table.name}.{column.name}")
    return found
