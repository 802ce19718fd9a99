"""The words of a letter, standard or an organiser's own: paragraphs with placeholders such as {{ reference }}.

Nothing else is understood, no condition, no call, no attribute: whoever writes a text can let it say what the letter knows,
and nothing more.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

PARTICULARS = "particulars"  # the box with what, when and where, and the button below it
SESSIONS = "sessions"  # one's own sessions
_BLOCKS = (PARTICULARS, SESSIONS)
_SIGNS = re.compile(r"\{\{[ \t]*([a-z][a-z_]*)[ \t]*\}\}|\{\{|\}\}|\{%|%\}|\{#|#\}")
_BLANK_LINES = re.compile(r"\n[ \t]*\n\s*")
_PARAGRAPH_BEGINS = re.compile(r"(\A\s*|\n[ \t]*\n[ \t]*)\Z")
_PARAGRAPH_ENDS = re.compile(r"[ \t]*(\n[ \t]*(\n|\Z)|\Z)")


class Words(NamedTuple):
    """What can be worded of a letter."""

    subject: str
    heading: str
    text: str


class Problem(NamedTuple):
    """What is wrong with a text: the line (from 1), a code, and the sign or placeholder concerned."""

    line: int
    code: str  # unknown, not_here, sign, not_alone, twice, missing; empty, too_long
    what: str


@dataclass(frozen=True)
class Block:
    """A part of a letter: `text`, `quote` or `list` with its lines, or one of the blocks that the frame knows."""

    kind: str
    lines: tuple[str, ...] = ()


def problems(line: str, known: Collection[str]) -> Iterator[Problem]:
    """What keeps a line of its own, a subject or a heading, from being used."""
    yield from _signs(line, set(known) - set(_BLOCKS))


def problems_of_text(text: str, known: Collection[str]) -> Iterator[Problem]:
    """What keeps a text from being used: each letter says once what, when and where, in a paragraph of its own."""
    yield from _signs(text, known)
    for name in _BLOCKS:
        found = [match for match in _SIGNS.finditer(text) if match[1] == name and name in known]
        if len(found) > 1:
            yield Problem(_line(text, found[1].start()), "twice", name)
        for match in found:
            if not _alone(text, match):
                yield Problem(_line(text, match.start()), "not_alone", name)
        if not found and name == PARTICULARS:
            yield Problem(text.count("\n") + 1, "missing", name)


def placeholders_in(text: str) -> set[str]:
    """The names of all that a text asks for."""
    return {match[1] for match in _SIGNS.finditer(text) if match[1]}


def filled(line: str, values: Mapping[str, str]) -> str:
    """A text with its placeholders replaced, in which no problem was found.

    Raises:
        KeyError: it asks for what is not known.
    """
    return _SIGNS.sub(lambda match: values[match[1]] if match[1] else match[0], line)


def blocks(text: str, values: Mapping[str, str]) -> list[Block]:
    """The parts of a letter, in their order. A placeholder in a paragraph of its own may bring several paragraphs, or none."""
    found: list[Block] = []
    for paragraph in _BLANK_LINES.split(text.strip()):
        alone = _SIGNS.fullmatch(paragraph.strip())
        if alone and alone[1] in _BLOCKS:
            found.append(Block(alone[1]))
            continue
        said = filled(paragraph, values)
        parts = _BLANK_LINES.split(said) if alone else [said]
        found += [_block(part) for part in parts if part.strip()]
    return found


def _block(paragraph: str) -> Block:
    lines = tuple(line.rstrip() for line in paragraph.strip().splitlines())
    for kind, mark in (("quote", ">"), ("list", "-")):
        if all(line.startswith(f"{mark} ") or line == mark for line in lines):
            return Block(kind, tuple(line[2:] for line in lines))
    return Block("text", lines)


def _signs(text: str, known: Collection[str]) -> Iterator[Problem]:
    for match in _SIGNS.finditer(text):
        if match[1] is None:
            yield Problem(_line(text, match.start()), "sign", match[0])
        elif match[1] not in known:
            yield Problem(_line(text, match.start()), "unknown", match[1])


def _alone(text: str, match: re.Match[str]) -> bool:
    """Whether a placeholder is a paragraph: nothing but blanks before it and after it, up to an empty line."""
    before, after = text[: match.start()], text[match.end() :]
    return _PARAGRAPH_BEGINS.search(before) is not None and _PARAGRAPH_ENDS.match(after) is not None


def _line(text: str, position: int) -> int:
    return text.count("\n", 0, position) + 1
