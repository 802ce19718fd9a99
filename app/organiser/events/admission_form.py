"""The form of an event's admission: one row a category, one quota a kind of body, and exceptions for single bodies."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from wtforms import BooleanField, SelectField
from wtforms.validators import InputRequired, Optional

from app.models import Body, BodyKind, Category, Way
from app.models.labels import label
from app.organiser.events.event_choices import FROM_THE_LIST
from app.services.admissions import AdmissionPlan, AdmissionRule, kinds_with_quota, ways_of
from app.web.bodies import body_choices
from app.web.formatting import choices
from app.web.locale import language
from app.web.meanwhile import SeenForm
from app.web.moment_fields import NumberOfField

_MOST = 1000  # places that a body can have


class AdmissionForm(SeenForm):
    """The fields that every event has; `made_for` adds one set for each category, kind and exception."""

    new_body = SelectField(validators=[Optional()], **FROM_THE_LIST)
    new_places = NumberOfField("", most=_MOST)

    kinds: Sequence[BodyKind] = ()
    exceptions: Sequence[Body] = ()

    def validate(self, extra_validators: Any = None) -> bool:
        """Besides each field: a new exception is a body and a number."""
        valid = bool(super().validate(extra_validators))
        missing = bool(self.new_body.data) != (self.new_places.data is not None)
        if missing and not self.new_places.errors:
            field = self.new_places if self.new_body.data else self.new_body
            field.errors = [_("Choose a body and say how many places it has")]
            return False
        return valid

    def plan(self) -> AdmissionPlan:
        """The answers as the services take them. Call it on a valid form."""
        by_body = {body.id: self[f"body_{body.id}"].data for body in self.exceptions}
        if self.new_body.data:
            by_body[int(self.new_body.data)] = self.new_places.data
        by_kind = {kind: self[f"kind_{kind.value}"].data for kind in self.kinds}
        return AdmissionPlan(
            {category: self._rule(category) for category in Category},
            {kind: places for kind, places in by_kind.items() if places is not None},
            {body_id: places for body_id, places in by_body.items() if places is not None},
        )

    def fields_of(self, category: Category) -> dict[str, Any]:
        """The fields of one row, by their part: way, correspondent (only for delegations), secretariat, capacity."""
        names = {
            part: f"{part}_{category.value}" for part in ("way", "correspondent", "secretariat", "capacity")
        }
        return {part: self[name] for part, name in names.items() if name in self}

    def places_of(self, bodies: dict[str, Body]) -> dict[str, str]:
        """Which field holds the limit of a body, by its code: its exception, or the quota of its kind."""
        own = {body.code: f"body_{body.id}" for body in self.exceptions}
        if self.new_body.data:
            own |= {body.code: "new_places" for body in bodies.values() if str(body.id) == self.new_body.data}
        return {code: own.get(code, f"kind_{body.kind.value}") for code, body in bodies.items()}

    def _rule(self, category: Category) -> AdmissionRule:
        fields = self.fields_of(category)
        return AdmissionRule(
            Way(fields["way"].data),
            bool(fields["correspondent"].data) if "correspondent" in fields else False,
            bool(fields["secretariat"].data),
            bool(fields["capacity"].data),
        )


def made_for(plan: AdmissionPlan, bodies: Sequence[Body], *, as_stored: bool = False) -> AdmissionForm:
    """The form for an admission as it stands; `as_stored` leaves out whatever has been typed."""
    exceptions = [body for body in bodies if body.id in plan.by_body]
    exceptions.sort(key=lambda body: body.sort_in(language()))
    kind = type("AdmissionForm", (AdmissionForm,), _fields(plan, exceptions))
    form: AdmissionForm = kind(**({"formdata": None} if as_stored else {}))
    form.kinds, form.exceptions = kinds_with_quota(), exceptions
    form.new_body.choices = body_choices(
        body for body in bodies if body.selectable and body.kind in form.kinds and body not in exceptions
    )
    return form


def _fields(plan: AdmissionPlan, exceptions: Sequence[Body]) -> dict[str, Any]:
    fields: dict[str, Any] = {}
    for category in Category:
        fields |= _row(category, plan.rules.get(category) or AdmissionRule(Way.NOT_ADMITTED))
    for kind in kinds_with_quota():
        words = label(kind, language())
        fields[f"kind_{kind.value}"] = NumberOfField(words, most=_MOST, default=plan.by_kind.get(kind))
    for body in exceptions:
        words = body.name.in_language(language())
        fields[f"body_{body.id}"] = NumberOfField(words, most=_MOST, default=plan.by_body[body.id])
    return fields


def _row(category: Category, rule: AdmissionRule) -> dict[str, Any]:
    who = label(category, language())
    row: dict[str, Any] = {
        f"way_{category.value}": SelectField(
            _("Way: %(who)s", who=who),
            [InputRequired()],
            choices=choices(Way, *ways_of(category)),
            default=rule.way.value,
            **FROM_THE_LIST,
        )
    }
    parts = {
        "correspondent": (_("The correspondent approves: %(who)s", who=who), rule.needs_correspondent),
        "secretariat": (_("The secretariat approves: %(who)s", who=who), rule.needs_secretariat),
        "capacity": (_("Takes a place of the event: %(who)s", who=who), rule.counts_capacity),
    }
    for part, (words, stored) in parts.items():
        if part != "correspondent" or category.in_delegation:
            row[f"{part}_{category.value}"] = BooleanField(words, default=stored)
    return row
