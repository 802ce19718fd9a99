"""files in the database; what lay in the folders of the installation is taken in, and the folders are left as they are

Revises: 0005
"""

from __future__ import annotations

import errno
import hashlib
import os
import re
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

import click
import sqlalchemy as sa
from alembic import op
from flask import current_app

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_PIECE = 256 * 1024
_NAME = re.compile(r"[0-9a-f]{32}")
# Where the content of a row's file lay, in the folder of the instance.
_FOLDERS = {"event_document": "documents", "campaign_file": "attachments", "job": "made"}

_FILE = sa.table(
    "stored_file",
    sa.column("name", sa.String),
    sa.column("size", sa.Integer),
    sa.column("sha256", sa.String),
    sa.column("kept_at", sa.DateTime(timezone=True)),
)
_CONTENT = sa.table(
    "stored_piece",
    sa.column("file", sa.String),
    sa.column("number", sa.Integer),
    sa.column("content", sa.LargeBinary),
)


def upgrade() -> None:
    op.create_table(
        "stored_file",
        sa.Column("name", sa.String(length=32), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_stored_file")),
    )
    op.create_table(
        "stored_piece",
        sa.Column("file", sa.String(length=32), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["file"], ["stored_file.name"], name=op.f("fk_stored_piece_file_stored_file"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("file", "number", name=op.f("pk_stored_piece")),
    )
    for table, row_id, name, file in _named():
        try:
            _take_in(name, file)
        except OSError as error:
            click.echo(f"the file of {table} {row_id} cannot be read ({error.strerror}): {file}", err=True)


def downgrade() -> None:
    """Each file is written back to where it lay, if it does not lie there still."""
    for _table, _row_id, name, file in _named():
        size = op.get_bind().scalar(sa.select(_FILE.c.size).where(_FILE.c.name == name))
        if size is not None and not (file.is_file() and file.stat().st_size == size):
            try:
                _write_back(name, file)
            except OSError as error:
                raise RuntimeError(
                    f"{file} cannot be written ({error.strerror}): nothing was changed"
                ) from error
    op.drop_table("stored_piece")
    op.drop_table("stored_file")


def _named() -> Iterator[tuple[str, int, str, Path]]:
    """What has a file, under which name, and where that lies in the folders of before."""
    instance = Path(current_app.extensions["config"].instance_path)
    for table, folder in _FOLDERS.items():
        columns = sa.table(table, sa.column("id", sa.Integer), sa.column("stored_name", sa.String))
        query = sa.select(columns.c.id, columns.c.stored_name).where(columns.c.stored_name.is_not(None))
        for row_id, name in op.get_bind().execute(query.order_by(columns.c.id)).all():
            yield table, row_id, name, instance / folder / Path(name).name


def _take_in(name: str, file: Path) -> None:
    if not _NAME.fullmatch(name):  # no name of ours: nothing lies under it
        raise OSError(errno.ENOENT, os.strerror(errno.ENOENT))
    with file.open(
        "rb"
    ) as content:  # before anything is written: the row of a file that is not there stays alone
        kept_at = datetime.fromtimestamp(os.fstat(content.fileno()).st_mtime, UTC)
        op.get_bind().execute(_FILE.insert().values(name=name, size=0, sha256="", kept_at=kept_at))
        try:
            size, digest = _copied(name, content)
        except OSError:
            op.get_bind().execute(_CONTENT.delete().where(_CONTENT.c.file == name))
            op.get_bind().execute(_FILE.delete().where(_FILE.c.name == name))
            raise
    whole = _FILE.update().where(_FILE.c.name == name)
    op.get_bind().execute(whole.values(size=size, sha256=digest))


def _copied(name: str, content: IO[bytes]) -> tuple[int, str]:
    digest, size = hashlib.sha256(), 0
    for number, piece in enumerate(iter(lambda: content.read(_PIECE), b"")):
        digest.update(piece)
        size += len(piece)
        op.get_bind().execute(_CONTENT.insert().values(file=name, number=number, content=piece))
    return size, digest.hexdigest()


def _write_back(name: str, file: Path) -> None:
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    unfinished = file.with_name(f"{uuid.uuid4().hex}.unfinished")
    try:
        with unfinished.open("xb") as content:
            number = 0
            while (piece := _piece(name, number)) is not None:
                content.write(piece)
                number += 1
            content.flush()
            os.fsync(content.fileno())
        unfinished.replace(file)
    finally:
        unfinished.unlink(missing_ok=True)


def _piece(name: str, number: int) -> bytes | None:
    query = sa.select(_CONTENT.c.content).where(_CONTENT.c.file == name, _CONTENT.c.number == number)
    found = op.get_bind().scalar(query)
    return None if found is None else bytes(found)
