"""How PostgreSQL answers a statement by the plan that it keeps for all values, as it does from the sixth time on."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from sqlalchemy import event

from app.extensions import db


def explained(ask: Callable[[], object], part: str = "", options: str = "FORMAT TEXT") -> list[Any]:
    """What EXPLAIN says of the first statement that `ask` executes and that holds this part."""
    told: list[tuple[str, dict[str, object]]] = []
    connection = db.session.connection()

    def note(_connection: object, _cursor: object, text: str, values: dict[str, object], *_: object) -> None:
        told.append((text, values))

    event.listen(connection, "before_cursor_execute", note)
    ask()
    event.remove(connection, "before_cursor_execute", note)
    text, values = next((text, values) for text, values in told if part in text)
    names = list(dict.fromkeys(re.findall(r"%\((\w+)\)s", text)))
    numbered = re.sub(r"%\((\w+)\)s", lambda found: f"${names.index(found[1]) + 1}", text)
    given = ", ".join(f"'{values[name]}'" for name in names)
    connection.exec_driver_sql("SET LOCAL plan_cache_mode = force_generic_plan")
    connection.exec_driver_sql(f"PREPARE asked AS {numbered}")
    lines = connection.exec_driver_sql(f"EXPLAIN ({options}) EXECUTE asked ({given})").scalars().all()
    connection.exec_driver_sql("DEALLOCATE asked")
    return list(lines)
