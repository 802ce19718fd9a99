"""Nobody who reads French meets English: every message has its French, and no words stand outside of messages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po

from tests.guards.words_in_code import out_of_sight, unmarked
from tests.guards.words_in_templates import untranslated

ROOT = Path(__file__).parents[2]
KEYWORDS = {
    "_": None,
    "gettext": None,
    "ngettext": (1, 2),
    "lazy_gettext": None,
    "_l": None,
    "N_": None,
    "N_n": (1, 2),
}
KEYWORDS |= {"pgettext": ((1, "c"), 2), "npgettext": ((1, "c"), 2, 3)}
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\w+\}")
NARROW = "\u202f\u00a0"
# A wide space, or none, before a high sign; a straight apostrophe between letters; straight double quotes.
BAD_FRENCH = re.compile(
    rf"[^\s{NARROW}?!…:;(«][?!;]|(?<![{NARROW}]) [?!;:»]|« |«[^{NARROW}]|[^{NARROW}]»|\w'\w|\""
)


@cache
def french() -> Catalog:
    with (ROOT / "app/translations/fr/LC_MESSAGES/messages.po").open("rb") as file:
        return read_po(file, locale="fr")


def messages() -> Iterator[tuple[str, str | tuple[str, ...], str | None]]:
    """Place, message id and context of everything that is marked for translation."""
    with (ROOT / "babel.cfg").open(encoding="utf-8") as file:
        methods, options = parse_mapping_cfg(file)
    for place in ("app", "templates"):
        inside = [(pattern.removeprefix(f"{place}/"), method) for pattern, method in methods]
        found = extract_from_dir(ROOT / place, inside, options_map=options, keywords=KEYWORDS)
        for name, line, message, _comments, context in found:
            yield f"{place}/{name}:{line}", message, context


def test_every_message_has_its_french() -> None:
    lacking = []
    seen = 0
    for place, message, context in messages():
        seen += 1
        entry = french().get(message if isinstance(message, str) else message[0], context)
        strings = (
            [] if entry is None else [entry.string] if isinstance(entry.string, str) else list(entry.string)
        )
        if not strings or not all(strings) or (entry is not None and entry.fuzzy):
            lacking.append(f"{place} {message!r}")
    assert seen, "nothing was extracted: babel.cfg does not find the code"
    assert not lacking, f"{len(lacking)} without French:\n" + "\n".join(lacking)


def test_placeholders_are_the_same_in_french() -> None:
    different = []
    for entry in french():
        if not entry.id:
            continue
        ids = [entry.id] if isinstance(entry.id, str) else list(entry.id)
        allowed = {name for text in ids for name in PLACEHOLDER.findall(text)}
        for text in [entry.string] if isinstance(entry.string, str) else list(entry.string):
            used = set(PLACEHOLDER.findall(text))
            if not text:
                continue
            if not used <= allowed or (isinstance(entry.id, str) and used != allowed):
                different.append(f"{entry.id!r} → {text!r}")
    assert not different, "\n".join(different)


def test_french_is_set_as_french() -> None:
    wrong = []
    for entry in french():
        for text in [entry.string] if isinstance(entry.string, str) else list(entry.string):
            plain = re.sub(r"https?://\S+|<[^>]*>|%\(\w+\)[sd]", "x", text)
            if entry.id and BAD_FRENCH.search(plain):
                wrong.append(text)
    assert not wrong, f"{len(wrong)} with wrong spaces, apostrophes or quotes:\n" + "\n".join(wrong)


@pytest.mark.parametrize(
    "floor", sorted(place.name for place in (ROOT / "templates").iterdir() if place.is_dir())
)
def test_no_words_stand_untranslated_in_templates(floor: str) -> None:
    found = [
        f"{file.relative_to(ROOT)}: {words}"
        for kind in ("*.html", "*.txt")
        for file in sorted((ROOT / "templates" / floor).rglob(kind))
        for words in untranslated(file)
        if not (floor == "styleguide" and "in an expression" in words)  # invented names, in whatever language
    ]
    assert not found, f"{len(found)} untranslated:\n" + "\n".join(found)


def test_no_sentence_stands_unmarked_in_the_code() -> None:
    # What fictional people have typed, in whatever language; terminal and monitoring of whoever runs the server, in English.
    passed = {ROOT / "app/services/demonstration", ROOT / "app/cli", ROOT / "app/web/styleguide_samples.py"}
    passed |= {ROOT / "app/web/metrics.py", ROOT / "app/lib/starting.py"}
    files = sorted(file for file in (ROOT / "app").rglob("*.py") if not passed & {file, *file.parents})
    found = [f"{file.relative_to(ROOT)}: {words}" for file in files for words in unmarked(file)]
    assert not found, "\n".join(found)


def test_no_mark_is_out_of_sight() -> None:
    files = sorted((ROOT / "app").rglob("*.py"))
    found = [f"{file.relative_to(ROOT)}: {words}" for file in files for words in out_of_sight(file)]
    assert not found, "never translated inside of an f-string:\n" + "\n".join(found)


def test_the_guard_sees_what_it_should(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text(
        '<p>Loose words</p><p>{{ _("Marked") }}</p>{% trans %}Also marked{% endtrans %}<img alt="A picture">'
        '<a title="{{ _("Marked") }}">{{ field(hint="Type here") }}</a><input name="text" class="some words">'
    )
    assert untranslated(page) == ["Loose words", "A picture", "'Type here' in an expression, line 1"]
    code = tmp_path / "form.py"
    code.write_text(
        'a = StringField("Given name")\nb = StringField(_l("Family name"))\nflash("Done.")\nlog.info("Sent it")\n'
        '"""Said in passing."""\nx = {"a": "Two words"}\n'
    )
    assert list(unmarked(code)) == ["line 1: 'Given name'", "line 3: 'Done.'", "line 6: 'Two words'"]
    code.write_text("a = _('Seen')\nb = f\"{a} {_('Unseen')} {translated(found, language)}\"\n")
    assert list(out_of_sight(code)) == ["line 2: _('Unseen')"]
