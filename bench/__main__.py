"""`python -m bench`: everything with its goals, or one work, such as `registration`, beside a floor.

`servers` compares web servers; `load` plays the opening minute, the door and a large network, with everything at once.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from bench.works import WORKS

ROOT = Path(__file__).parents[1]


def main() -> None:
    """Read the command line, measure, report; ends with 1 if an operation failed."""
    options = _options()
    WORKS[options.what].report(options.what, options)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("what", nargs="?", default="everything", choices=WORKS)
    parser.add_argument("--quick", action="store_true", help="of everything and servers: to try it")
    parser.add_argument(
        "--keep", action="store_true", help="of everything: write the tables into docs/performance.md"
    )
    parser.add_argument("--database", default="postgresql", choices=("postgresql", "sqlite"))
    parser.add_argument("--operations", type=int, default=300, help="of registration and desk")
    parser.add_argument(
        "--rounds", type=int, default=3, help="alternating, so that a slow minute touches both"
    )
    parser.add_argument("--letters", type=int, default=1000, help="of mail")
    parser.add_argument("--people", type=int, default=500, help="of papers")
    parser.add_argument(
        "--only", default="", help="of statistics, organisers and load: the works whose names hold this"
    )
    parser.add_argument(
        "--pace", type=float, default=1.0, help="of load: so many times as fast as in earnest"
    )
    parser.add_argument(
        "--times", type=int, default=120, help="of organisers: how often each page is opened, in three rounds"
    )
    parser.add_argument("--clients", type=int, default=4)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--json", type=Path, default=None)
    options = parser.parse_args()
    if options.keep and options.what != "everything":
        parser.error("--keep is of everything")
    options.json = options.json or ROOT / "instance" / "bench" / f"{_name(options)}.json"
    return options


def _name(options: argparse.Namespace) -> str:
    return options.what if options.what == "everything" else f"{options.what}-{options.database}"


if __name__ == "__main__":
    main()
