"""French says the terms of the vocabulary and is set as French is: catalogue, notice, reference data, guides and scripts."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.guards.french_words import Term, has, terms
from tests.guards.test_translations import french

ROOT = Path(__file__).parents[2]
REFERENCE = ROOT / "app/reference"
GUIDES = sorted(path.name for path in (ROOT / "docs/guides/fr").glob("*.md"))
PLACEHOLDER = re.compile(r"%\(\w+\)s|\{\w+\}|\{\{.*?\}\}")
# English in which the word is not the term: what stands there is taken out before one looks.
ANOTHER = {
    "place": "|".join((
        r"tak(?:e|es|ing) (?:the )?places?\b", r"took (?:the )?place\b", r"in (?:the )?place of", r"one place\b",
        r"clocks of (?:the|its)[^.]* place", r"to the place of", r"(?:dates|hours),? (?:the )?places?\b", r"^(?:the )?place$",
        r"place and dates", r"place to be announced", r"the place where",
    )),
    "mode": r"discreet mode",
    "session": r"break-?out sessions?",
    "event": r"(?:before|once) the event is published|place of the event",  # « avant la publication », « sur place »
    "confirmation": r"ended without confirmation",  # « sans suite », so that it fits in a column
    "body": r"committee or another body",  # any organ, not only what somebody represents
    "check_in": r"check-in open(?:s|ed)|check-in desk",  # « l’accueil »
    "validation": r"an approval is taken away",  # of the correspondent or of the secretariat
    "head_of_delegation": r"no head of delegation named",  # nobody of any gender
}  # fmt: skip
# Other French for a term, where the English says so (or always, where the pattern is empty).
_SIGNED_IN = (
    r"account|password|\bapps?\b|sign|session had ended|that session has|sessions? (?:end|have)|open sessions|end all"
    r"|computer|\bended?$"
)
ALSO = {
    "declined": ("", ("declin",)),  # by the person or the body itself; « refuser » is what others decide
    "not_recorded": ("", ("pas", "recens|consign|enregistr")),  # « n’est pas recensé » is its sentence
    "walk_in": (
        "",
        ("inscri",),
    ),  # « inscrites à l’accueil », « sans inscription », so that it fits on a chip
    "session": (_SIGNED_IN, ("session",)),  # of somebody who is signed in
    "withdrawn": (r"gets nothing", ("renonc",)),
}
# The same in both languages, and rightly so.
SAME = re.compile(
    r"[^a-z]*|(?:Excel|Word|Zoom|PDF|CSV|XLSX|JSON|SVG|A\d)\b.*|Action, code"
    r"|.*\b(?:Tour de table|Message-ID|Strasbourg|Türkiye|min|EN / FR)\b.*",
    re.IGNORECASE,
)
NARROW = "\u202f\u00a0"
BAD = {
    "a straight apostrophe": re.compile(r"\w'\w"),
    "a straight quote": re.compile(r'"'),
    "no narrow space before ; ! ? »": re.compile(rf"[^\s{NARROW}?!…;(«|][?!;](?!\w)|[^{NARROW}]»"),
    "a wide space before a high sign": re.compile(r"(?<=\S) [?!;:»]"),
    "no narrow space before a colon": re.compile(r"[^\W\d][:](?=\s|$)|[»)]:"),
    "no narrow space behind «": re.compile(rf"«[^{NARROW}]"),
    "two blanks": re.compile(r"(?<=\S)[ \u00a0\u202f]{2,}(?=\S)"),
}

WRONG_ENGLISH = re.compile(r"\w'\w|\"| {2,}\S")
# What is no text in a guide: code, anchors, addresses of links and pictures, remarks.
MARKDOWN = re.compile(r"```.*?```|`[^`]*`|\]\([^)]*\)|<[^>]*>|^\[[^\]]*\]:.*?$", re.DOTALL | re.MULTILINE)


def faults(text: str) -> list[str]:
    """What is not set as French is."""
    plain = re.sub(r"https?:\S+|<[^>]*>|%\(\w+\)[sd]|\{\w+\}", "x", text)
    return [name for name, sign in BAD.items() if sign.search(plain)]


def lacking(english: str, french_text: str) -> Iterator[Term]:
    """The listed terms that the English says and the French does not."""
    plain = PLACEHOLDER.sub("…", english)
    for term in terms():
        said = re.sub(ANOTHER[term.code], "…", plain, flags=re.IGNORECASE) if term.code in ANOTHER else plain
        if not term.english.search(said):
            continue
        where, also = ALSO.get(term.code, ("", ()))
        allowed = bool(also) and (not where or re.search(where, plain, re.IGNORECASE))
        ways = (*term.french, also) if allowed else term.french
        if not has(PLACEHOLDER.sub("…", french_text), ways):
            yield term


def entries() -> Iterator[tuple[str, list[str], list[str]]]:
    """Context, English forms and French forms of every message."""
    for entry in french():
        if entry.id and entry.string:
            ids = [entry.id] if isinstance(entry.id, str) else list(entry.id)
            strings = [entry.string] if isinstance(entry.string, str) else list(entry.string)
            yield entry.context or "", ids, strings


def columns() -> Iterator[tuple[str, str, str]]:
    """File, English and French of each pair of columns x_en, x_fr of the reference data."""
    for file in sorted(REFERENCE.glob("*.csv")):
        with file.open(encoding="utf-8") as opened:
            for row in csv.DictReader(opened):
                for name in [name for name in row if name and name.endswith("_fr")]:
                    yield file.name, row.get(f"{name[:-2]}en") or "", row[name] or ""


def sections(language: str, guide: str) -> list[str]:
    """The text of a guide, taken apart at its headings."""
    text = (ROOT / f"docs/guides/{language}/{guide}").read_text(encoding="utf-8")
    return re.split(r"^#{2,3} ", MARKDOWN.sub("x", text), flags=re.MULTILINE)


def test_a_listed_term_is_translated_as_it_is_listed() -> None:
    assert len(terms()) > 60
    wrong = [
        f"{term.code}: {ids[-1]!r} → {strings[-1]!r}"
        for _context, ids, strings in entries()
        for term in lacking(ids[-1], " ".join(strings))
    ]
    assert not wrong, f"{len(wrong)} say a term otherwise:\n" + "\n".join(wrong)


@pytest.mark.parametrize("guide", GUIDES)
def test_the_guides_say_the_terms(guide: str) -> None:
    pairs = list(zip(sections("en", guide), sections("fr", guide), strict=True))
    wrong = [f"{term.code}: {english[:60]!r}" for english, other in pairs for term in lacking(english, other)]
    assert not wrong, "\n".join(wrong)


def test_the_notice_says_the_terms() -> None:
    english, other = (
        (REFERENCE / f"notice_{language}.txt").read_text(encoding="utf-8") for language in ("en", "fr")
    )
    parts = list(
        zip(
            re.split(r"^# ", english, flags=re.MULTILINE),
            re.split(r"^# ", other, flags=re.MULTILINE),
            strict=True,
        )
    )
    assert len(parts) > 3
    wrong = [f"{term.code}: {one[:60]!r}" for one, two in parts for term in lacking(one, two)]
    assert not wrong, "\n".join(wrong)


def test_the_catalogue_is_set_as_french() -> None:
    wrong = [
        f"{found}: {text!r}" for _c, _i, strings in entries() for text in strings for found in faults(text)
    ]
    assert not wrong, "\n".join(wrong)


def test_the_reference_data_are_set_as_french() -> None:
    seen = list(columns())
    assert len(seen) > 100
    wrong = [f"{file}: {found}: {text!r}" for file, _english, text in seen for found in faults(text)]
    assert not wrong, "\n".join(wrong)


def test_the_notice_is_set_as_french() -> None:
    lines = (REFERENCE / "notice_fr.txt").read_text(encoding="utf-8").splitlines()
    wrong = [f"{found}: {line!r}" for line in lines for found in faults(line)]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("guide", GUIDES)
def test_the_guides_are_set_as_french(guide: str) -> None:
    lines = (line.strip("| ") for section in sections("fr", guide) for line in section.splitlines())
    wrong = [f"{found}: {line!r}" for line in lines for found in faults(line)]
    assert not wrong, "\n".join(wrong)


def test_english_has_its_apostrophes_and_quotes() -> None:
    texts = [text for _context, ids, _strings in entries() for text in ids]
    assert not [text for text in texts if WRONG_ENGLISH.search(re.sub(r"<[^>]*>", "", text))]


def test_nothing_is_left_in_english() -> None:
    same = [ids[0] for _context, ids, strings in entries() if ids[0] == strings[0]]
    plain = [PLACEHOLDER.sub("", text) for text in same]
    assert not [
        text for text in plain if len(re.findall(r"[a-z]{2,}", text)) > 1 and not SAME.fullmatch(text)
    ]


def test_templates_leave_the_colon_to_the_catalogue() -> None:
    """A sign behind a translated word stands in the message itself: French sets a space before it."""
    found = [
        f"{file.relative_to(ROOT)}: {words}"
        for file in sorted((ROOT / "templates").rglob("*.html"))
        for words in re.findall(
            r"\{\{[^{}]*(?:_\(|\|(?:in_language|label))[^{}]*\}\}(?:</\w+>)?[:;?!]",
            file.read_text(encoding="utf-8"),
        )
    ]
    assert not found, "\n".join(found)


def test_scripts_hold_no_words_of_their_own() -> None:
    found = [
        f"{file.name}: {words}"
        for file in sorted((ROOT / "app/static/js").rglob("*.js"))
        for line in file.read_text(encoding="utf-8").splitlines()
        for words in re.findall(r"\"([^\"]+)\"", line.partition("//")[0])
        if re.match(r"[A-ZÀÂÉÈÊÎÔÛÇ][a-zà-ÿ’]+ [a-zà-ÿ’]+", words)
    ]
    assert not found, "words come from the page, in its language:\n" + "\n".join(found)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("l'accueil", "a straight apostrophe"),
        ('dit "oui"', "a straight quote"),
        ("Vraiment?", "no narrow space before ; ! ? »"),
        ("Vraiment ?", "a wide space before a high sign"),
        ("Voici: un", "no narrow space before a colon"),
        ("« oui »", "no narrow space behind «"),
        ("deux  blancs", "two blanks"),
        ("«\u202foui»", "no narrow space before ; ! ? »"),
    ],
)
def test_the_guard_sees_a_fault(text: str, fault: str) -> None:
    assert fault in faults(text)


@pytest.mark.parametrize(
    "text",
    [
        "Voici\u202f: «\u202foui\u202f», n° 3 (https://example.org)\u202f!",
        "%(a)s\u00a0: 10:30",
        "Quoi\u202f?…",
    ],
)
def test_the_guard_lets_good_french_be(text: str) -> None:
    assert not faults(text)


def test_the_guard_sees_another_word() -> None:
    assert [term.code for term in lacking("The speaker", "L’orateur")] == ["speaker"]
    assert not list(lacking("The speakers", "Les intervenants"))
    assert not list(lacking("Other sessions of the account", "Les autres sessions du compte"))
    assert [term.code for term in lacking("Filters that name a session", "Des filtres pour une session")] == [
        "session"
    ]
