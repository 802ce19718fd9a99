"""A picture as a file of its own: with a heading, what the colours mean and where it comes from, in light colours.

On a page, theme.css gives the colours; here they are written into the file (STYLE, the light ones of theme.css, and a test holds
the two together). No variable, no script, nothing from elsewhere: what reads SVG reads it, typst too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from html import unescape
from textwrap import wrap
from typing import NamedTuple

from markupsafe import Markup, escape

from app.charts.drawing import TEXT, path, rect, text, width_of

SANS = "'Noto Sans','Segoe UI','DejaVu Sans',sans-serif"
SERIF = "'TeX Gyre Pagella','Palatino Linotype',Palatino,serif"
STYLE = (
    f"text{{font-family:{SANS};font-size:13px;font-weight:400;fill:#16223a}}"
    f".b{{font-weight:700}}.big{{font-family:{SERIF};font-size:22px;font-weight:700}}"
    f".head{{font-family:{SERIF};font-size:20px;font-weight:700}}"
    ".m{fill:#4d5870}.on{fill:#fff}.onk{fill:#16223a}.num{font-variant-numeric:lining-nums tabular-nums}"
    ".s1{fill:#1f4483}.s2{fill:#b5821b}.s3{fill:#6f7f99}.s4{fill:#c3d4ec}.s0{fill:#eceae3}.pp{fill:#fff}"
    ".ht{stroke:#fff;stroke-opacity:.55;stroke-width:1.5;fill:none}"
    ".ax{stroke:#7b8496;stroke-width:1}.gr{stroke:#d8d3c4;stroke-width:1}"
    ".gap{stroke:#7b8496;stroke-width:1.5;stroke-dasharray:4 4;fill:none}"
    ".hole{fill:#fff;stroke:#7b8496;stroke-width:1.5;stroke-dasharray:3 2.5}"
    ".s-conf{fill:#1f4483;stroke:#1f4483;stroke-width:1.5}.s-nom{fill:#e6edf7;stroke:#5c86c4;stroke-width:1.5}"
    ".s-no{fill:#eceae3;stroke:#7b8496;stroke-width:1.5}.no{stroke:#4d5870;stroke-width:1.5;fill:none}"
    ".s-none{fill:#fff;stroke:#7b8496;stroke-width:1.5;stroke-dasharray:4 3}"
)
_MARGIN = 20  # pixels around everything
_USUAL = 0.49  # of a letter’s width to its height over a whole line, where no bar is near
_BOX = re.compile(r'viewBox="0 0 ([\d.]+) ([\d.]+)"')
_TOLD = re.compile(r"<title[^>]*>(.*?)</title><desc[^>]*>(.*?)</desc>", re.DOTALL)
_INSIDE = re.compile(r"<svg[^>]*>(.*)</svg>", re.DOTALL)


class Key(NamedTuple):
    """What a colour of a picture stands for: its class, the words, and the number it comes to, if one is shown."""

    kind: str
    words: str
    number: int | None = None


def size_of(drawing: Markup) -> tuple[float, float]:
    """How wide and high a picture is, in pixels."""
    found = _BOX.search(drawing)
    if found is None:
        raise ValueError("not a picture of ours")
    return float(found[1]), float(found[2])


def told(drawing: Markup) -> tuple[str, str]:
    """The title of a picture and its description, as plain words: for whoever cannot see it."""
    found = _TOLD.search(drawing)
    return (unescape(found[1]), unescape(found[2])) if found else ("", "")


def standalone(
    drawing: Markup,
    *,
    heading: str,
    about: str = "",
    source: str = "",
    legend: Sequence[Key] = (),
    language: str,
) -> bytes:
    """The picture as an SVG file. `about` is the line below the heading: of which event; `source`, at the foot, whence it comes.

    Without a heading only the picture and its legend are in it, without margins: for a paper that says the rest itself.
    """
    width, height = size_of(drawing)
    margin = _MARGIN if heading else 0
    parts, top = [], float(margin)
    for words, kind, size in ((heading, "head", 20), (about, "m", TEXT)):
        for line in _wrapped(words, width, size):
            parts.append(text(margin, top + size - 1, line, kind))
            top += size * 1.35
    top += 12 if parts else 0
    inside = _INSIDE.search(drawing)
    parts.append(f'<g transform="translate({margin} {top:.1f})">{_untitled(inside[1] if inside else "")}</g>')
    top += height + (14 if legend else 0)
    for keys in _lines(legend, width):
        parts += _legend(keys, margin, top)
        top += 22
    top += 12 if source else 0
    for line in _wrapped(source, width, TEXT):
        parts.append(text(margin, top + 12, line, "m"))
        top += 18
    return _file(drawing, width + 2 * margin, top + margin, parts, language)


def _file(drawing: Markup, width: float, height: float, parts: Iterable[str], language: str) -> bytes:
    told = _TOLD.search(drawing)
    title, description = (told[1], told[2]) if told else ("", "")
    size = f'width="{width:.0f}" height="{height:.0f}" viewBox="0 0 {width:.1f} {height:.1f}"'
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img" lang="{escape(language)}"'
        f' xml:lang="{escape(language)}" aria-labelledby="title description"><title id="title">{title}</title>'
        f'<desc id="description">{description}</desc><style>{STYLE}</style>'
        f'<rect class="pp" width="100%" height="100%"/>{"".join(parts)}</svg>\n'
    ).encode()


def _wrapped(words: str, width: float, size: int) -> list[str]:
    """The words on as many lines as they need: what a picture is of, and whence, is never cut."""
    return wrap(words, int(width / (size * _USUAL)))


def _untitled(inside: str) -> str:
    """The strokes of a picture without its own title, which the file bears."""
    return _TOLD.sub("", inside, count=1)


def _lines(legend: Sequence[Key], width: float) -> list[list[Key]]:
    """The keys on as many lines as they need."""
    found: list[list[Key]] = []
    room = 0.0
    for key in legend:
        needs = _room(key)
        if not found or needs > room:
            found.append([])
            room = width
        found[-1].append(key)
        room -= needs
    return found


def _room(key: Key) -> float:
    return 22 + width_of(_words(key)) + 24


def _words(key: Key) -> str:
    return key.words if key.number is None else f"{key.words} {key.number}"


def _legend(keys: Sequence[Key], left: float, top: float) -> Iterator[str]:
    for key in keys:
        yield rect(left + 1, top + 1, 12, 12, key.kind, radius=2 if key.kind.startswith("s-") else 0)
        if key.kind == "s-nom":
            yield path(f"M{left + 7:.1f} {top + 3:.1f}a4 4 0 0 0 0 8z", "m")
        if key.kind == "s-no":
            yield path(f"M{left + 4:.1f} {top + 4:.1f}l6 6m0 -6l-6 6", "no")
        yield text(left + 22, top + 12, _words(key))
        left += _room(key)
