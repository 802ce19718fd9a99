"""The bodies as choices of a form: a plain select, which the search box understands in both languages."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from operator import attrgetter
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import SelectField, ValidationError

from app.lib.bilingual import other
from app.lib.names import search_text
from app.lib.wording import N_, capitalised, translated
from app.models import Body, BodyKind, Category
from app.models.labels import label
from app.services import admission_rules
from app.services.offers import ListedBody
from app.web.locale import language
from app.web.option_lists import Choice, OptionList

_CHOOSE = N_("Choose from the list")
_LISTED_ONLY = {category.value for category in Category if not admission_rules.takes_free_text(category)}


class AffiliationNeeded:
    """Of a form that registers somebody: that the body is missing is said at once, with whatever else is."""

    category: Any
    body_text: Any

    def validate_body(self, field: SelectField) -> None:
        """One of the list, or a text where the category takes one."""
        listed = self.category.data in _LISTED_ONLY
        if not field.data and (listed or not self.body_text.data):
            raise ValidationError(
                _l("Choose from the list") if listed else _l("Choose from the list, or type the affiliation")
            )


def of_the_list(_form: object, field: SelectField) -> None:
    """The list is long and read only when it is shown: whether the body exists and fits, the services say."""
    if field.data and not is_number(field.data):
        raise ValidationError(_l("Choose from the list, or type the affiliation"))


def is_number(typed: object) -> bool:
    """Whether a form names a body of the list by its id, or something else."""
    return str(typed).isdecimal() and len(str(typed)) < 10


_told = attrgetter(*ListedBody._fields)


def body_choices(bodies: Iterable[Body]) -> OptionList:
    """An empty choice, then the bodies in the alphabetical order of the reader's language, member states first.

    Each carries both names, for whoever reads the plain list; the search box shows the other one in a second line.
    """
    return listed_choices(map(_told, bodies))


def listed_choices(bodies: Iterable[tuple[Any, ...]]) -> OptionList:
    """The same choices, of rows with what a list tells."""
    return _list_of(tuple(bodies), language())


# Kept for as long as the rows say the same: to write a hundred choices took a third of the form's page.
@lru_cache(maxsize=64)
def _list_of(bodies: tuple[tuple[object, ...], ...], chosen: str) -> OptionList:
    listed = [ListedBody._make(body) for body in bodies]
    notes: dict[str, str] = {kind: capitalised(label(kind, chosen)) for kind in BodyKind}
    listed.sort(key=lambda body: (body.kind != BodyKind.MEMBER_STATE, body.sort_in(chosen)))
    choices = [_choice(body, chosen, notes[body.kind]) for body in listed]
    return OptionList([("", translated(_CHOOSE, chosen), {}), *choices])


def _choice(body: ListedBody, chosen: str, note: str) -> Choice:
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


def _further(searched: str, *told: str | None) -> str:
    """Former and everyday names and further codes under which people look for a body: words that are not told already."""
    known = search_text(*told).split()
    return " ".join(word for word in searched.split() if word not in known)
