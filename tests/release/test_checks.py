"""Each check of a release, on a small repository that is ready but for one thing."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tests.release import __main__ as command
from tests.release.checks import Release, faults

VERSION = "1.2.0"
CATALOGUE = (
    'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\nmsgid "Event"\nmsgstr "Événement"\n'
)
FIRST = 'revision = "0001"\ndown_revision = None\n'
LOCK = "# by make lock\nflask==3.1.2 \\\n    --hash=sha256:00\n    # via -r {name}.in\n"
READY = {
    "pyproject.toml": f'[project]\nversion = "{VERSION}"\n',
    "CHANGELOG.md": f"# Changelog\n\n## Unreleased\n\n## {VERSION} – 2027-02-28\n\nTables: 0001.\n\n- One,\n  and more.\n",
    "app/translations/fr/LC_MESSAGES/messages.po": CATALOGUE,
    "migrations/versions/0001_first.py": FIRST,
    "requirements.in": "# direct\nflask~=3.1\n",
    "requirements.txt": LOCK.format(name="requirements"),
    "requirements-dev.in": "-r requirements.in\nflask\n",
    "requirements-dev.txt": LOCK.format(name="requirements-dev"),
    "docs/performance.md": "# Performance\n\n## One page, 22 November 2026\n\n| a | b |\n|---|---|\n",
    "docs/lighthouse.md": "# Lighthouse\n\n## Words alone\n\nNothing to date.\n",
}


@pytest.fixture
def release(tmp_path: Path) -> Release:
    """A repository that is ready, after an earlier release."""
    for name, text in READY.items():
        write(tmp_path, name, text)
    git(tmp_path, "init", "--quiet", "--initial-branch", "main")
    commit(tmp_path)
    git(tmp_path, "tag", "v1.1.0")
    return Release(VERSION, tmp_path)


def write(root: Path, name: str, text: str) -> None:
    (root / name).parent.mkdir(parents=True, exist_ok=True)
    (root / name).write_text(text, encoding="utf-8")


def git(root: Path, *words: str) -> None:
    who = ["-c", "user.name=Somebody", "-c", "user.email=somebody@example.org", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", "-C", str(root), *who, *words], check=True, capture_output=True)


def commit(root: Path) -> None:
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "--message", "Change something")


def test_what_is_ready_is_ready(release: Release) -> None:
    assert faults(release) == []


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("pyproject.toml", '[project]\nversion = "1.1.9"\n', "pyproject.toml says 1.1.9."),
        (
            "CHANGELOG.md",
            "# Changelog\n\n## Unreleased\n\n- Left\n\n## 1.2.0 – 2027-02-28\n\n- One\n",
            "is left under",
        ),
        ("CHANGELOG.md", "# Changelog\n\n## Unreleased\n\n## 1.2.0\n\n- One\n", "is not of the form"),
        (
            "CHANGELOG.md",
            "# Changelog\n\n## Unreleased\n\n## 1.2.0 – 2027-02-30\n\n- One\n",
            "is not of the form",
        ),
        (
            "CHANGELOG.md",
            "# Changelog\n\n## Unreleased\n\n## 1.1.0 – 2027-02-28\n\n- One\n",
            "newest section is of 1.1.0",
        ),
        ("CHANGELOG.md", "# Changelog\n\n## 1.2.0 – 2027-02-28\n\n- One\n", "comes first"),
        ("CHANGELOG.md", READY["CHANGELOG.md"].replace("0001", "0000"), "“Tables: 0001.” is missing"),
        ("CHANGELOG.md", READY["CHANGELOG.md"] + "\nLoose words\n", "is no point of a list"),
        (
            "app/translations/fr/LC_MESSAGES/messages.po",
            CATALOGUE + '\nmsgid "Seat"\nmsgstr ""\n',
            "as 'Seat'",
        ),
        (
            "app/translations/fr/LC_MESSAGES/messages.po",
            CATALOGUE.replace('msgid "Event"', '#, fuzzy\nmsgid "Event"'),
            "as 'Event'",
        ),
        ("migrations/versions/0001_first.py", FIRST + "\n", "was released with 1.1.0 and has been changed"),
        ("migrations/versions/0002_a.py", 'revision = "0002"\ndown_revision = None\n', "have 2 ends"),
        ("requirements.in", "flask~=3.1\nhuey\n", "asks for huey"),
        ("requirements.in", "flask~=3.2\n", "requirements.txt holds 3.1.2"),
        ("requirements.txt", "flask==3.1.2\n    # via -r requirements.in\n", "has no hash of flask"),
        ("requirements-dev.txt", READY["requirements-dev.txt"].replace("3.1.2", "3.1.3"), "in two versions"),
        ("docs/performance.md", "# P\n\n## One page\n\n| a | b |\n|---|---|\n", "have no date"),
    ],
)
def test_each_fault_is_told(release: Release, name: str, text: str, words: str) -> None:
    write(release.root, name, text)
    commit(release.root)
    assert any(words in fault for fault in faults(release)), faults(release)


def test_what_is_not_committed(release: Release) -> None:
    write(release.root, "left.txt", "left")
    assert faults(release) == ["Not committed: 1, as ?? left.txt."]


def test_another_branch(release: Release) -> None:
    git(release.root, "checkout", "--quiet", "-b", "trial")
    assert faults(release) == ["The branch is trial, not main."]


def test_a_version_that_was_released(release: Release) -> None:
    git(release.root, "tag", "v1.2.0")
    assert faults(release) == ["1.2.0 is released already."]


def test_a_new_migration_is_no_change(release: Release) -> None:
    write(release.root, "CHANGELOG.md", READY["CHANGELOG.md"].replace("0001", "0002"))
    write(release.root, "migrations/versions/0002_b.py", 'revision = "0002"\ndown_revision = "0001"\n')
    commit(release.root)
    assert faults(release) == []


@pytest.mark.parametrize("version", ["1.2", "v1.2.0", "1.02.0", "next"])
def test_what_is_no_version(release: Release, version: str) -> None:
    assert any("is no version" in fault for fault in faults(Release(version, release.root)))


def test_tests_that_passed_for_a_commit_are_not_run_again(
    release: Release, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    ran: list[object] = []
    monkeypatch.setattr(command, "ROOT", release.root)
    monkeypatch.setattr(command, "NOTE", release.root / ".git" / "passed")
    monkeypatch.setattr(command, "run_everything", lambda: not ran.append(1))
    assert command.main([VERSION]) == command.main([VERSION]) == 0
    assert len(ran) == 1
    told = capsys.readouterr().out
    assert (
        f"git tag --annotate v{VERSION} --message 'Version {VERSION}' {release.repository.commit()}" in told
    )
    write(release.root, "docs/more.md", "more")
    commit(release.root)
    monkeypatch.setattr(command, "run_everything", lambda: False)
    assert command.main([VERSION]) == 1
    assert command.main([]) == 2
