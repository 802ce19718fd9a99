"""From the words of a letter and what it says to subject, text and html: all letters share one frame."""

from __future__ import annotations

import re

from app.emails import words
from app.emails.content import Content
from app.emails.environment import environment
from app.emails.said import Said
from app.emails.words import Words

_SPACES = re.compile(r"[ \t\r\n]+")  # not the narrow space that French sets before a colon
_BLANK_LINES = re.compile(r"\n\s*\n+")


def compose(wording: Words, other_heading: str, said: Said, button: str) -> Content:
    """A letter in the frame of all letters. `other_heading` is its heading in the other language, shown as long as it asks
    for no values: those that are known are in this one.

    Raises:
        KeyError: the words ask for what the letter does not know.
    """
    values = dict(said.values)
    context = {
        "heading": words.filled(wording.heading, values),
        "other_heading": "" if words.placeholders_in(other_heading) else other_heading,
        "blocks": words.blocks(wording.text, values),
        "button": button,
        "said": said,
    }
    templates = environment(said.language)
    text, html = (templates.get_template(f"frame/letter.{kind}").render(context) for kind in ("txt", "html"))
    return Content(
        _SPACES.sub(" ", words.filled(wording.subject, values)).strip()[:300],
        _BLANK_LINES.sub("\n\n", text).strip() + "\n",
        html.strip() + "\n",
    )
