"""The templates of the letters, one environment a language; they know no request."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from app.emails import placeholders
from app.emails.links import pieces
from app.lib import installation
from app.lib.bilingual import other
from app.lib.wording import N_, capitalised, catalogue, translated

_TEMPLATES = Path(__file__).resolve().parents[2] / "templates" / "email"


@cache
def environment(language: str) -> Environment:
    """The environment for letters in a language. A template that asks for what it was not given fails."""
    made = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=select_autoescape(["html"]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    made.install_gettext_translations(catalogue(language), newstyle=True)  # type: ignore[attr-defined]
    made.filters["pieces"] = pieces
    made.filters["capitalised"] = capitalised
    made.globals.update(
        N_=N_,
        language=language,
        other_language=other(language),
        in_other=lambda message: translated(message, other(language)),
        site=placeholders.SITE,
        contact=placeholders.CONTACT,
        network=lambda: installation.spoken(language),
        secretariat=lambda: installation.present().contact,
    )
    return made
