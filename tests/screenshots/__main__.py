"""`python -m tests.screenshots [name …]`: take all pictures of the documentation, or those named, in both languages."""

from __future__ import annotations

import logging
import shutil
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright
from playwright.sync_api import Error as BrowserError

from tests.screenshots.listed import PICTURES
from tests.screenshots.pictures import Picture
from tests.screenshots.shrinking import TooLarge, shrunk
from tests.screenshots.stage import Stage
from tests.screenshots.taking import shown, taken
from tests.windows import NAMES

IMAGES = Path(__file__).parents[2] / "docs/images"


def main(names: list[str]) -> int:
    """Take the pictures; the exit code says whether all could be taken."""
    program = next(filter(None, map(shutil.which, NAMES)), None)
    unknown = set(names) - {picture.name for picture in PICTURES}
    if program is None or unknown:
        print(f"No such picture: {', '.join(unknown)}" if unknown else "Chromium is needed.", file=sys.stderr)
        return 2
    logging.disable(logging.WARNING)
    chosen = [picture for picture in PICTURES if not names or picture.name in names]
    with tempfile.TemporaryDirectory() as place, Stage(Path(place)).up() as stage, sync_playwright() as tools:
        browser = tools.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu"])
        failed = [name for picture in chosen for name in _take(browser, stage, picture)]
        browser.close()
    if not names:
        _tidy()
    return 1 if failed else 0


def _take(browser: Browser, stage: Stage, picture: Picture) -> list[str]:
    """Write one picture in both languages; what could not be taken."""
    failed = []
    for language in ("en", "fr"):
        place = IMAGES / language / f"{picture.name}.png"
        try:
            with shown(browser, stage, picture, language) as element:
                content = shrunk(taken(element, picture), picture.scale)
        except (AssertionError, TooLarge, BrowserError) as error:  # the others are taken all the same
            print(f"{language} {picture.name}: {error}", file=sys.stderr)
            failed.append(f"{language}/{picture.name}")
            continue
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)
        print(f"{place.relative_to(IMAGES.parent.parent)}  {len(content) / 1000:.0f} kB")
    return failed


def _tidy() -> None:
    """Remove pictures that are in no list any more."""
    listed = {picture.name for picture in PICTURES}
    for place in IMAGES.glob("*/*.png"):
        if place.stem not in listed:
            place.unlink()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
