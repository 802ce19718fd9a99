"""What a picture of the documentation is: who looks at which page, what is done there, and what is cut out."""

from __future__ import annotations

from dataclasses import dataclass

Step = tuple[str, ...]
# Steps: (fill, selector, text) · (check, selector) · (choose, selector, value) · (open, selector) · (press, words)
#        (follow, words) · (click, selector) · (wait, selector).
# Words are English; in French the catalogue says how the button is called.
ACTS = frozenset({"fill", "check", "choose", "open", "press", "follow", "click", "wait"})
WHO = frozenset(
    {"anyone", "delegate", "correspondent", "desk", "organiser", "statistics", "administrator", "nominee"}
)


@dataclass(frozen=True)
class Picture:
    """One picture, taken in both languages: docs/images/en/<name>.png and docs/images/fr/<name>.png."""

    name: str  # small letters, figures, hyphens
    who: str  # whose window it is taken in, one of WHO
    path: str  # of the page, with {facts} of the stage
    at: str = ""  # the moment: "" seven months before the conference, "on_the_day", "afterwards"
    scene: str = ""  # what has happened by then, one of tests/screenshots/scenes.py
    width: int = 1280  # of the window, in CSS pixels
    height: int = 0  # where the picture is cut; 0: as high as what is cut out
    scale: int = 1  # device pixels for each CSS pixel
    steps: tuple[Step, ...] = ()  # what is done on the page first
    crop: str = "main"  # the element that is cut out
    beyond: int = 8  # pixels of paper around it
