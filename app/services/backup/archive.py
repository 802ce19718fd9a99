"""The file of a backup: header, then tables and rows as compressed lines in encrypted frames, then a manifest."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from typing import IO, Any

from app.services.backup import frames, header, parts
from app.services.backup.errors import Damaged, WrongKey
from app.services.backup.header import Header
from app.services.backup.lines import LineWriter, lines
from app.services.backup.parts import Count, Part, Tally
from app.services.backup.snapshot import Snapshot
from app.services.backup.tables import Table

Counts = dict[str, Count]


def write(snapshot: Snapshot, file: IO[bytes], key: bytes, application: str) -> Counts:
    """Write a snapshot into a file.

    Args:
        application: the version that does so.

    Returns:
        What was written of each table.
    """
    began = Header(application, snapshot.revision, snapshot.at.isoformat())
    began = replace(began, key_check=frames.key_check(key, began.salt))
    file.write(began.to_bytes())
    sealer = frames.Sealer(file, key, began.salt, began.to_bytes())
    writer, tally = LineWriter(sealer), Tally()
    for part in snapshot.parts():
        if isinstance(part, Table):
            tally.begin(part)
            line = _object(part.to_json())
        else:
            line = parts.line_of(part)
            tally.add(line)
        writer.write(line)
    counted = tally.counts
    writer.write(_object({"manifest": {name: asdict(count) for name, count in counted.items()}}))
    writer.close()
    sealer.close()
    return counted


@dataclass
class Archive:
    """A backup that is being read. `parts` can be asked for again; each time everything is checked."""

    file: IO[bytes]
    key: bytes
    header: Header

    def parts(self) -> Iterator[Part]:
        """Tables and rows.

        Raises:
            Damaged: the file is not what was written. What came before is as it was written, but not all of it.
        """
        self.file.seek(0)
        began, raw = header.read(self.file)
        content = lines(frames.opened(self.file, self.key, began.salt, raw))
        tally, table = Tally(), Table("", (), ())
        for line in content:
            read = _parsed(line)
            if isinstance(read, list):
                if len(read) != len(table.columns) or not read:
                    raise Damaged("it holds a row that is of no table")
                tally.add(line)
                yield read
            elif "manifest" in read:
                _check_end(read["manifest"], tally, content)
                return
            else:
                table = _table(read)
                tally.begin(table)
                yield table
        raise Damaged("its manifest is missing")

    def check(self) -> Counts:
        """Read the whole of it.

        Returns:
            What there is of each table.

        Raises:
            Damaged: as `parts`.
        """
        return parts.counts(self.parts())


def opened(file: IO[bytes], key: bytes) -> Archive:
    """Open a backup; so far only its beginning is read.

    Raises:
        Foreign, Damaged, TooNew: as `header.read`.
        WrongKey: the key is not the one with which it was made.
    """
    file.seek(0)
    began, _raw = header.read(file)
    if frames.key_check(key, began.salt) != began.key_check:
        raise WrongKey("the key does not open it: BACKUP_KEY is another one, or its beginning is damaged")
    return Archive(file, key, began)


def _object(values: dict[str, Any]) -> bytes:
    return json.dumps(values, separators=(",", ":")).encode("ascii")


def _parsed(line: bytes) -> Any:
    try:
        read = json.loads(line)
    except (ValueError, RecursionError):
        raise Damaged("it holds a line that is none of a backup") from None
    if not isinstance(read, list | dict):
        raise Damaged("it holds a line that is none of a backup")
    return read


def _table(values: dict[str, Any]) -> Table:
    try:
        return Table.from_json(values)
    except (KeyError, TypeError, ValueError):
        raise Damaged("it holds a line that is none of a backup") from None


def _check_end(manifest: Any, tally: Tally, content: Iterator[bytes]) -> None:
    """The manifest is the last line, and says what was read."""
    if manifest != {name: asdict(count) for name, count in tally.counts.items()}:
        raise Damaged("its rows are not those that its manifest names")
    if next(content, None) is not None:
        raise Damaged("something follows its manifest")
