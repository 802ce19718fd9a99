"""What several processes count together adds up; nothing that has ended is lost or counted twice; a full disk stops nobody."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from app.lib.shared_counts import SharedCounts

NAMES = ["in use", "letters", "scans", "doors"]
Counting = Callable[[], SharedCounts]


@pytest.fixture
def counting(tmp_path: Path) -> Counting:
    """As another process of the same installation would begin."""
    return lambda: SharedCounts(tmp_path / "counts", lambda: NAMES, passing=1)


def ended(counts: SharedCounts) -> None:
    """Its process has ended: the lock is gone with it."""
    own = counts._own
    assert own is not None
    assert own._file is not None
    os.close(own._file)


def files(folder: Path) -> list[str]:
    return sorted(path.suffix for path in (folder / "counts").iterdir() if path.suffix)


def test_what_several_count_adds_up(counting: Counting) -> None:
    one, another = counting(), counting()
    one.add({1: 1})
    one.add({1: 2, 3: 5})
    another.add({1: 10, 2: 1})
    assert one.totals() == another.totals() == [0, 13, 1, 5]


def test_how_it_stands_is_said_and_not_added(counting: Counting) -> None:
    one, another = counting(), counting()
    for number in (3, 2, 4):
        one.put({0: number})
    another.put({0: 1})
    assert counting().totals()[0] == 5


def test_those_that_have_ended_stay_in_the_total_and_leave_no_file(
    counting: Counting, tmp_path: Path
) -> None:
    for number in range(1, 4):
        passing = counting()
        passing.put({0: 9})
        passing.add({2: number})
        ended(passing)
    asking = counting()
    assert asking.totals() == [0, 0, 6, 0], "and nothing of theirs is in use"
    assert asking.totals() == counting().totals() == [0, 0, 6, 0]
    assert files(tmp_path).count(".ended") == 1
    assert len(files(tmp_path)) <= 3, "of those that live, and of those that have ended"


def test_stopped_between_the_two_steps_of_taking_over_it_is_not_counted_twice(
    counting: Counting, monkeypatch: pytest.MonkeyPatch
) -> None:
    passing, asking = counting(), counting()
    passing.add({2: 7})
    asking.add({1: 1})
    ended(passing)
    with monkeypatch.context() as stopped:
        stopped.setattr(Path, "unlink", _refuse)
        asking.totals()
    assert asking.totals() == [0, 1, 7, 0]
    assert counting().totals() == [0, 1, 7, 0]


def test_without_room_what_has_ended_stays_where_it_is(
    counting: Counting, monkeypatch: pytest.MonkeyPatch
) -> None:
    passing, asking = counting(), counting()
    passing.put({0: 9})
    passing.add({2: 7})
    ended(passing)
    with monkeypatch.context() as full:
        full.setattr(Path, "write_bytes", _refuse)
        assert asking.totals() == [0, 0, 7, 0]
    assert asking.totals() == [0, 0, 7, 0]


def test_a_disk_that_is_full_from_the_beginning_stops_nobody(
    counting: Counting, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(os, "posix_fallocate", _refuse)
    counts = counting()
    counts.add({1: 1})
    counts.add({1: 1})
    assert counts.totals() == [0, 2, 0, 0], "what this process knows itself"
    assert files(tmp_path) == [], "nothing half-made is left behind"


def test_a_folder_that_cannot_be_made_stops_nobody(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    counts = SharedCounts(tmp_path / "file" / "counts", lambda: NAMES, passing=1)
    counts.add({1: 1})
    assert counts.totals() == [0, 1, 0, 0]


def test_the_room_is_taken_before_anything_is_counted(counting: Counting, tmp_path: Path) -> None:
    counting().put({0: 1})
    (file,) = (tmp_path / "counts").glob("*.counts")
    assert file.stat().st_size == 8 * len(NAMES)
    assert file.stat().st_mode & 0o077 == 0


def test_another_version_counts_for_itself(counting: Counting, tmp_path: Path) -> None:
    older = SharedCounts(tmp_path / "counts", lambda: ["in use", "scans"], passing=1)
    older.add({1: 4})
    newer = counting()
    newer.add({1: 1})
    assert newer.totals() == [0, 1, 0, 0]
    assert older.totals() == [0, 4]
    ended(older)
    assert newer.totals() == [0, 1, 0, 0]
    assert files(tmp_path) == [".counts"], "what nobody will ask for is removed"


def test_a_file_that_is_cut_or_strange_is_borne(counting: Counting, tmp_path: Path) -> None:
    asking = counting()
    asking.add({1: 1})
    layout = next((tmp_path / "counts").glob("*.counts")).name.partition("-")[0]
    (tmp_path / "counts" / f"{layout}-cut.counts").write_bytes(b"\x01\x00\x00")
    (tmp_path / "counts" / f"{layout}.ended").write_bytes(b"\x01")
    assert asking.totals() == [0, 1, 0, 0]


_ANOTHER = """
import os, sys, time
from pathlib import Path
from app.lib.shared_counts import SharedCounts
counts = SharedCounts(Path(sys.argv[1]), lambda: {names!r}, passing=1)
counts.add({{1: 1}})
if os.fork() == 0:
    counts.add({{1: 10}})
    os._exit(0)
os.wait()
counts.put({{0: 5}})
counts.add({{1: 100}})
print("counted", flush=True)
time.sleep(60)
"""


def test_a_process_that_is_killed_has_lost_nothing_and_a_forked_one_counts_for_itself(
    counting: Counting, tmp_path: Path
) -> None:
    command = [sys.executable, "-c", _ANOTHER.format(names=NAMES), str(tmp_path / "counts")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=Path(__file__).parents[2]) as another:
        assert another.stdout is not None
        assert another.stdout.readline() == b"counted\n"
        asking = counting()
        assert asking.totals() == [5, 111, 0, 0]
        another.send_signal(signal.SIGKILL)
    assert asking.totals() == [0, 111, 0, 0]


def _refuse(*_args: object) -> None:
    raise OSError(errno.ENOSPC, "as a test wants it")
