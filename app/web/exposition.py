"""Prometheus' text format, version 0.0.4: a name, what it means, and its values with their labels.

https://prometheus.io/docs/instrumenting/exposition_formats/
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
_ESCAPED = str.maketrans({"\\": r"\\", '"': r"\"", "\n": r"\n"})


class Sample(NamedTuple):
    """A value; what is added to the name where one name has several kinds of values; None is not known, and left out."""

    value: float | None
    labels: Mapping[str, str] = {}
    suffix: str = ""


class Family(NamedTuple):
    """All values under one name."""

    name: str
    kind: str  # counter | gauge | histogram
    meaning: str
    samples: Iterable[Sample]


def written(families: Iterable[Family]) -> str:
    """The text; a family without any value is left out."""
    lines: list[str] = []
    for family in families:
        values = [_line(family.name, sample) for sample in family.samples if sample.value is not None]
        if values:
            meaning = family.meaning.replace("\\", r"\\").replace("\n", r"\n")
            lines += [f"# HELP {family.name} {meaning}", f"# TYPE {family.name} {family.kind}", *values]
    return "\n".join([*lines, ""])


def one(name: str, meaning: str, value: float | None, kind: str = "gauge", **labels: str) -> Family:
    """A name with one value."""
    return Family(name, kind, meaning, [Sample(value, labels)])


def _line(name: str, sample: Sample) -> str:
    labels = ",".join(f'{key}="{value.translate(_ESCAPED)}"' for key, value in sample.labels.items())
    return (
        f"{name}{sample.suffix}{{{labels}}} {sample.value}"
        if labels
        else f"{name}{sample.suffix} {sample.value}"
    )
