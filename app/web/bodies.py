"""The bodies as choices of a form: a plain select, which the search box understands in both languages."""

from __future__ import annotations

from collections.abc import Iterable

from flask_babel import gettext as _

from app.lib.bilingual import other
from app.models import Body, BodyKind
from app.models.labels import label
from app.web.locale import language

Choice = tuple[str, str, dict[str, str]]


def body_choices(bodies: Iterable[Body]) -> list[Choice]:
    """An empty choice, then the bodies in the alphabetical order of the reader's language, member states first."""
    chosen = language()
    ordered = sorted(bodies, key=lambda body: (not body.is_member_state, body.sort_in(chosen)))
    notes = {kind: label(kind, chosen) for kind in BodyKind}
    return [
        ("", _("Choose from the list"), {}),
        *(_choice(body, chosen, notes[body.kind]) for body in ordered),
    ]


def _choice(body: Body, chosen: str, note: str) -> Choice:
    others = [body.name.in_language(other(chosen)), body.code, body.alias, body.iso2]
    return (
        str(body.id),
        body.name.in_language(chosen),
        {
            "data-search": "|".join([word for word in others if word]),
            "data-code": body.code,
            "data-note": note,
        },
    )
