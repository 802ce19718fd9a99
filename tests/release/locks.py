"""Whether the locks hold what the requirements ask for. Nothing is fetched: `make lock` alone looks for newer versions."""

from __future__ import annotations

import re
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

_PINNED = re.compile(r"^(?P<name>[A-Za-z0-9._-]+)==(?P<version>[^ ;\\]+)")
NAMES = ("requirements", "requirements-dev")


def asked_for(file: Path) -> dict[str, Requirement]:
    """The requirements of a file, by their names."""
    lines = (line.split(" #")[0].strip() for line in file.read_text(encoding="utf-8").splitlines())
    found = [Requirement(line) for line in lines if line and not line.startswith(("#", "-"))]
    return {canonicalize_name(each.name): each for each in found}


def locked(file: Path) -> dict[str, tuple[str, bool, str]]:
    """Of each package in a lock: its version, whether it has a hash, and what it is there for."""
    entries = re.split(r"\n(?=[A-Za-z0-9])", file.read_text(encoding="utf-8"))
    pinned = [(match, entry) for entry in entries if (match := _PINNED.match(entry))]
    return {
        canonicalize_name(match["name"]): (
            match["version"],
            "--hash=sha256:" in entry,
            entry.partition("# via")[2],
        )
        for match, entry in pinned
    }


def faults(root: Path) -> list[str]:
    """What differs between the requirements and the locks."""
    wrong, held = [], {name: locked(root / f"{name}.txt") for name in NAMES}
    for name in NAMES:
        wanted, there = asked_for(root / f"{name}.in"), held[name]
        direct = {package for package, (_, _, why) in there.items() if f"-r {name}.in" in why}
        wrong += [
            f"{name}.in asks for {each}, which {name}.txt does not hold." for each in wanted.keys() - direct
        ]
        wrong += [
            f"{name}.txt holds {each} for {name}.in, which asks no more." for each in direct - wanted.keys()
        ]
        wrong += [
            f"{name}.in asks for {wanted[each]}, {name}.txt holds {there[each][0]}."
            for each in wanted.keys() & direct
            if not wanted[each].specifier.contains(there[each][0], prereleases=True)
        ]
        wrong += [
            f"{name}.txt has no hash of {each}." for each, (_, hashed, _) in there.items() if not hashed
        ]
    run, developed = held["requirements"], held["requirements-dev"]
    wrong += [
        f"The locks hold {each} in two versions."
        for each in run.keys() & developed.keys()
        if run[each][0] != developed[each][0]
    ]
    return sorted(wrong)
