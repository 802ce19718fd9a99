"""The web server and the worker start and end together, however the end comes. Real processes, real signals."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

import pytest

from app.cli.supervision import Program, Supervisor
from tests.cli.programs import eventually, family, is_alive

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")


@pytest.mark.parametrize("ending", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_signal_ends_all(tmp_path: Path, ending: signal.Signals) -> None:
    with family(tmp_path, web="calm", worker="calm") as started:
        pids = started.pids()
        started.process.send_signal(ending)
        code, said = started.ended()
        assert (code, ending.name in said) == (0, True), said
        assert not any(map(is_alive, pids))


def test_ctrl_c_reaches_the_programs_through_the_supervisor_alone(tmp_path: Path) -> None:
    with family(tmp_path, web="calm", worker="calm") as started:
        pids = started.pids()
        assert started.process.pid not in {os.getpgid(pid) for pid in pids}
        os.killpg(started.process.pid, signal.SIGINT)  # what a terminal does
        assert started.ended()[0] == 0
        assert not any(map(is_alive, pids))


@pytest.mark.parametrize("name", ["web", "worker"])
def test_one_that_dies_ends_the_other(tmp_path: Path, name: str) -> None:
    with family(tmp_path, web="calm", worker="calm") as started:
        pids = started.pids()
        os.kill(started.pid(name), signal.SIGKILL)
        code, said = started.ended()
        assert code == 1
        assert f"The {name} has ended (by SIGKILL)" in said
        assert not any(map(is_alive, pids))


def test_one_that_ends_by_itself_ends_the_other(tmp_path: Path) -> None:
    with family(tmp_path, web="calm", worker="brief") as started:
        web = started.pid("web")
        code, said = started.ended()
        assert code == 1
        assert "The worker has ended (exit code 0)" in said
        assert not is_alive(web)


def test_one_that_does_not_want_to_end_is_killed_with_its_children(tmp_path: Path) -> None:
    with family(tmp_path, web="parent", worker="calm") as started:
        pids = [*started.pids(), started.pid("web-child")]
        started.process.terminate()
        code, said = started.ended()
        assert code == 0
        assert "The web did not end within 1 seconds and is killed." in said
        eventually(lambda: not any(map(is_alive, pids)), "all are gone", 5)


def test_children_of_one_that_was_killed_go_too(tmp_path: Path) -> None:
    with family(tmp_path, web="parent", worker="calm") as started:
        pids = [*started.pids(), started.pid("web-child")]
        os.kill(started.pid("web"), signal.SIGKILL)
        assert started.ended()[0] == 1
        eventually(lambda: not any(map(is_alive, pids)), "all are gone", 5)


def test_nobody_outlives_a_supervisor_that_was_killed(tmp_path: Path) -> None:
    with family(tmp_path, web="calm", worker="calm") as started:
        pids = started.pids()
        started.process.kill()
        eventually(lambda: not any(map(is_alive, pids)), "all are gone", 10)


def test_a_program_that_cannot_start_starts_nothing(tmp_path: Path) -> None:
    said: list[str] = []
    place = tmp_path / "web"
    programs = [
        Program(
            "web", [sys.executable, "-c", f"open({str(place)!r}, 'w').close(); import time; time.sleep(600)"]
        ),
        Program("worker", [str(tmp_path / "no-such-program")]),
    ]
    assert Supervisor(programs, say=said.append).run() == 1
    assert "no-such-program" in said[0]
    assert not signal.pthread_sigmask(signal.SIG_BLOCK, ()) & {signal.SIGTERM, signal.SIGINT}
