"""Files in the database: whole or not at all, piece by piece, whatever happens in between."""

from __future__ import annotations

import hashlib
import io
import subprocess
import sys
import threading
from typing import IO, cast

import pytest
from flask import Flask
from sqlalchemy import event as database_event
from sqlalchemy import select

from app.extensions import db
from app.lib.transaction_kind import reading
from app.lib.write_transactions import WriteInReadingUnit
from app.models import StoredFile, StoredPiece
from app.services import file_store
from app.services.errors import NotFound
from app.services.event_errors import FileMissing, FileTooLarge
from tests import kept
from tests.concurrency.servers import ROOT

LARGE = bytes(range(256)) * 1024 * 5 + b"the end"  # five pieces and a little
KILLED = """
import os, signal, sys
from app import create_app
from app.services import file_store
from config import Config

class Dying:
    left = 2
    def read(self, size):
        if not self.left:
            os.kill(os.getpid(), signal.SIGKILL)
        self.left -= 1
        return b"x" * size

app = create_app(Config(environment="testing", secret_key="for tests only, and long enough for anybody",
                        database_url=sys.argv[1], instance_path=sys.argv[2]))
with app.app_context():
    file_store.keep(Dying(), 10**9)
"""


class Watched:
    """Content that is read in portions, and how large they were."""

    def __init__(self, size: int, at_once: int | None = None) -> None:
        self.left, self._at_once, self.asked = size, at_once, 0

    def read(self, size: int = -1) -> bytes:
        self.asked = max(self.asked, size)
        portion = min(size if size >= 0 else self.left, self.left, self._at_once or self.left)
        self.left -= portion
        return b"x" * portion


def keep(content: bytes | Watched, most: int = 10**8) -> str:
    opened = io.BytesIO(content) if isinstance(content, bytes) else cast("IO[bytes]", content)
    return file_store.keep(opened, most).name


def whole(name: str) -> bytes:
    return b"".join(file_store.pieces(name))


def sizes(name: str) -> list[int]:
    query = select(StoredPiece).where(StoredPiece.file == name).order_by(StoredPiece.number)
    return [len(piece.content) for piece in db.session.scalars(query)]


@pytest.mark.parametrize("content", [b"x", LARGE[: file_store.PIECE], LARGE], ids=["short", "a piece", "six"])
def test_what_is_kept_comes_back_octet_by_octet(app: Flask, content: bytes) -> None:
    stored = file_store.keep(io.BytesIO(content), len(content))
    db.session.commit()
    file = file_store.found(stored.name)
    assert (stored.size, file.size, file.sha256) == (
        len(content),
        len(content),
        hashlib.sha256(content).hexdigest(),
    )
    assert whole(stored.name) == content
    assert max(sizes(stored.name)) <= file_store.PIECE


def test_whatever_comes_in_crumbs_is_kept_in_whole_pieces(app: Flask) -> None:
    assert sizes(keep(Watched(file_store.PIECE * 2 + 1, at_once=50_000))) == [
        file_store.PIECE,
        file_store.PIECE,
        1,
    ]


def test_neither_way_holds_more_than_a_few_pieces(app: Flask) -> None:
    content = Watched(file_store.PIECE * 40)
    written: list[int] = []

    def note(
        _connection: object, _cursor: object, statement: str, parameters: object, *_rest: object
    ) -> None:
        if "INSERT INTO stored_piece" in statement:
            written.append(content.left)

    database_event.listen(db.engine, "before_cursor_execute", note)
    try:
        name = keep(content)
    finally:
        database_event.remove(db.engine, "before_cursor_execute", note)
    assert content.asked == file_store.PIECE
    assert written == [file_store.PIECE * left for left in range(39, -1, -1)], (
        "each goes before the next is read"
    )
    db.session.commit()
    engine = db.engine
    found = [len(file_store._read(engine, name, number)) for number in range(0, 40, file_store._AT_ONCE)]
    assert found == [file_store._AT_ONCE] * (40 // file_store._AT_ONCE)


@pytest.mark.parametrize(
    ("size", "refused"), [(0, FileMissing), (file_store.PIECE * 3 + 1, FileTooLarge)], ids=["empty", "large"]
)
def test_of_a_refusal_nothing_stays_and_no_more_is_read(
    app: Flask, size: int, refused: type[Exception]
) -> None:
    content = Watched(size and 10**9)
    with pytest.raises(refused):
        keep(content, max(size - 1, 0))
    db.session.commit()
    assert kept.contents() == {}
    assert content.left == (size and 10**9 - file_store.PIECE * 4)


def test_a_file_and_its_removal_stand_or_fall_with_the_transaction(app: Flask) -> None:
    keep(b"never")
    db.session.rollback()
    assert kept.contents() == {}
    name = keep(LARGE)
    db.session.commit()
    file_store.remove(name)
    db.session.rollback()
    assert whole(name) == LARGE
    file_store.remove(name)
    db.session.commit()
    assert kept.contents() == {}


def test_a_reading_unit_keeps_and_removes_nothing(app: Flask) -> None:
    with reading():
        with pytest.raises(WriteInReadingUnit):
            keep(b"x")
        with pytest.raises(WriteInReadingUnit):
            file_store.remove("0" * 32)
        db.session.rollback()


@pytest.mark.parametrize("name", ["0" * 32, "../police_network.db", ""])
def test_what_is_lost_is_not_there(app: Flask, name: str) -> None:
    with pytest.raises(NotFound):
        file_store.found(name)
    with pytest.raises(NotFound):
        whole(name)


def test_whoever_reads_what_is_taken_away_is_told(app: Flask) -> None:
    name = keep(LARGE)
    db.session.commit()
    pieces = file_store.pieces(name)
    next(pieces)
    file_store.remove(name)
    db.session.commit()
    with pytest.raises(file_store.Interrupted):
        list(pieces)


def test_whoever_reads_holds_no_connection_in_between(app: Flask) -> None:
    name = keep(LARGE)
    db.session.commit()
    db.session.remove()
    pieces = file_store.pieces(name)
    next(pieces)
    assert db.engine.pool.checkedout() == 0  # type: ignore[attr-defined]
    assert b"".join(pieces) == LARGE[file_store.PIECE :]


def test_two_at_once_do_not_mix(app: Flask) -> None:
    contents = [bytes([letter]) * (file_store.PIECE * 4 + letter) for letter in b"ab"]
    names: list[str] = []
    together = threading.Barrier(2)

    def hand_in(content: bytes) -> None:
        with app.app_context():
            together.wait()
            names.append(keep(content))
            db.session.commit()

    threads = [threading.Thread(target=hand_in, args=(content,)) for content in contents]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(names) == 2
    assert sorted(whole(name) for name in names) == contents


def test_nothing_stays_of_a_process_that_was_killed_between_two_pieces(app: Flask) -> None:
    config = app.extensions["config"]
    command = [sys.executable, "-c", KILLED, config.database_url, config.instance_path]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == -9, done.stderr
    assert kept.contents() == {}
    db.session.rollback()
    assert keep(b"the next one is not held up")
    db.session.commit()
    assert db.session.scalars(select(StoredFile.size)).all() == [27]
