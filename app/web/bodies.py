"""The bodies as choices of a form: a plain select, which the search box understands in both languages."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from flask_babel import gettext as _

from app.lib.bilingual import other
from app.lib.names import search_text
from app.lib.wording import capitalised
from app.models import Body, BodyKind
from app.models.labels import label
from app.web.locale import language

Choice = tuple[str, str, dict[str, str]]


def body_choices(bodies: Iterable[Body]) -> list[Choice]:
    """An empty choice, then the bodies in the alphabetical order of the reader's language, member states first.

    Each carries both names, for whoever reads the plain list; the search box shows the other one in a second line.
    """
    chosen = language()
    ordered = sorted(bodies, key=lambda body: (not body.is_member_state, body.sort_in(chosen)))
    notes = {kind: capitalised(label(kind, chosen)) for kind in BodyKind}
    return [
        ("", _("Choose from the list"), {}),
        *(_choice(body, chosen, notes[body.kind]) for body in ordered),
    ]


def _choice(body: Body, chosen: str, note: str) -> Choice:
    name, foreign = body.name.in_language(chosen), body.name.in_language(other(chosen))
    others = [foreign, body.code, body.alias, body.iso2]
    further = _further(body.search_text, name, *others)
    return (
        str(body.id),
        f"{name} – {foreign}" if foreign and foreign != name else name,
        {
            "data-search": "|".join([word for word in others if word]),
            **({"data-words": further} if further else {}),
            "data-code": body.code,
            "data-note": note,
        },
    )


# Kept, for each body in both languages: folding a hundred names anew took a quarter of the form's page.
@lru_cache(maxsize=1000)
def _further(searched: str, *told: str | None) -> str:
    """Former and everyday names and further codes under which people look for a body: words that are not told already."""
    known = search_text(*told).split()
    return " ".join(word for word in searched.split() if word not in known)
