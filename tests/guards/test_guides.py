"""The guides cannot lie: they quote what stands on the pages, in both languages, and every link and picture is there."""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from flask import Flask

from app.lib import markdown_pages
from app.lib.wording import capitalised
from app.services import guides
from app.services.guides import DOCS, GUIDES
from app.web.help_places import PLACES
from tests.guards.test_translations import BAD_FRENCH
from tests.screenshots.listed import PICTURES

ROOT = Path(__file__).parents[2]
LANGUAGES = ("en", "fr")
QUOTED = re.compile(r"\*\*(.+?)\*\*")
HEADING = re.compile(r"^##+ .*$", re.MULTILINE)
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\w+\}")
LARGEST = 100_000  # bytes of a picture
# Pages of an organiser's that show no words of their own: files, letters in a frame, parts of a page that is shown already.
WORDLESS = {
    "organiser.correspondents_template", "organiser.document", "organiser.job_file", "organiser.letter_content",
    "organiser.letter_text_html", "organiser.message_file", "organiser.settings_letter_text_html",
}  # fmt: skip


def text_of(name: str, language: str) -> str:
    return (DOCS / "guides" / language / f"{name}.md").read_text(encoding="utf-8")


@cache
def catalogue() -> dict[str, frozenset[str]]:
    """The French of each English message, in whatever context."""
    found: dict[str, set[str]] = {}
    with (ROOT / "app/translations/fr/LC_MESSAGES/messages.po").open("rb") as file:
        for entry in read_po(file, locale="fr"):
            ids = [entry.id] if isinstance(entry.id, str) else list(entry.id)
            strings = [entry.string] if isinstance(entry.string, str) else list(entry.string)
            for message, string in zip(ids, strings, strict=False):
                if message and string:
                    found.setdefault(message, set()).add(string)
    return {message: frozenset(strings) for message, strings in found.items()}


@cache
def patterns() -> list[tuple[re.Pattern[str], str]]:
    """Messages with placeholders, as what they may look like once these are filled; those with a word of their own."""
    return [
        (filled(message), message)
        for message in catalogue()
        if PLACEHOLDER.search(message) and len(re.findall(r"\w", PLACEHOLDER.sub("", message))) >= 3
    ]


def filled(message: str) -> re.Pattern[str]:
    """What a message may look like: a number stands where one is counted, elsewhere a few words of one sentence."""
    parts, at = [], 0
    for found in PLACEHOLDER.finditer(message):
        counts = found[0] in {"%(num)s", "%(number)s", "%(all)s"}
        parts += [re.escape(message[at : found.start()]), r"\d[\d\s,.]*" if counts else r"[^.:;?!]{1,60}"]
        at = found.end()
    return re.compile("".join([*parts, re.escape(message[at:])]))


@cache
def messages_of(quoted: str) -> frozenset[str]:
    """The messages of which a guide's quotation may be one."""
    for looks in (quoted, uncapitalised(quoted)):
        if looks in catalogue():
            return frozenset([looks])
    return frozenset(message for pattern, message in patterns() if pattern.fullmatch(quoted))


def uncapitalised(text: str) -> str:
    """The name of a code as it stands in the catalogue; a page that begins with it writes it with a capital."""
    return text[:1].lower() + text[1:]


def in_french(quoted: str) -> list[re.Pattern[str]]:
    """What a quotation may look like in French."""
    strings = [
        string if message == quoted or message[:1].isupper() else capitalised(string)
        for message in messages_of(quoted)
        for string in catalogue()[message]
    ]
    return [filled(string) for string in strings]


def sections(text: str) -> list[list[str]]:
    """What is quoted in each section, the lead first."""
    ends = [0, *(found.start() for found in HEADING.finditer(text)), len(text)]
    return [QUOTED.findall(text[start:end]) for start, end in pairwise(ends)]


@pytest.mark.parametrize("name", GUIDES)
def test_each_guide_has_a_title_a_lead_and_sections_in_both_languages(name: str) -> None:
    english, french = (guides.guide(name, language) for language in LANGUAGES)
    assert english.title
    assert french.title
    assert english.lead
    assert french.lead
    assert english.anchors == french.anchors
    assert len(set(english.anchors)) == len(english.anchors)
    for language, page in (("en", english), ("fr", french)):
        text = text_of(name, language)
        assert len(re.findall(r"^## ", text, re.MULTILINE)) == sum(one.level == 2 for one in page.sections)
        assert not re.findall(r"^#### |^# .*\n(?:.*\n)*# ", text, re.MULTILINE)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", GUIDES)
def test_there_is_no_html_but_anchors(name: str, language: str) -> None:
    assert not re.findall(
        r"</?[a-z!][^>]*>", re.sub(r'^<a id="[a-z0-9-]+"></a>$', "", text_of(name, language), flags=re.M)
    )


@pytest.mark.parametrize("name", GUIDES)
def test_what_an_english_guide_quotes_stands_on_the_pages(name: str) -> None:
    unknown = {quoted for quoted in QUOTED.findall(text_of(name, "en")) if not messages_of(quoted)}
    assert not unknown, "quoted, and no message of the application"


@pytest.mark.parametrize("name", GUIDES)
def test_what_a_french_guide_quotes_is_the_french_of_it(name: str) -> None:
    """Section by section: what the English guide quotes there, as the pages say it in French, and nothing else."""
    wrong = []
    for english, french in zip(sections(text_of(name, "en")), sections(text_of(name, "fr")), strict=True):
        wanted = {quoted: in_french(quoted) for quoted in english}
        for quoted, looks in wanted.items():
            if not any(look.fullmatch(found) for look in looks for found in french):
                wrong.append(f"not in French: {quoted} ({' | '.join(look.pattern for look in looks)})")
        looks = [look for each in wanted.values() for look in each]
        wrong += [
            f"only in French: {found}" for found in french if not any(look.fullmatch(found) for look in looks)
        ]
    assert not wrong, "\n".join(wrong)


def test_a_renamed_button_would_be_noticed() -> None:
    assert messages_of("Send my registration")
    assert not messages_of("Send my registration now")
    assert messages_of("Your certificate of attendance: …")
    assert [pattern.pattern for pattern in in_french("Continue")] == ["Continuer"]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", GUIDES)
def test_links_lead_somewhere(name: str, language: str) -> None:
    broken = []
    for link in guides.guide(name, language).links:
        file, _hash, anchor = link.partition("#")
        if file.startswith("../../"):
            broken += [link] if not (DOCS / "guides" / language / file).resolve().is_file() else []
            continue
        other = file.removesuffix(".md") if file else name
        if other not in GUIDES or (anchor and anchor not in guides.guide(other, language).anchors):
            broken.append(link)
    assert not broken


@pytest.mark.parametrize("name", GUIDES)
def test_pictures_are_the_same_in_both_languages(name: str) -> None:
    english, french = (guides.guide(name, language).pictures for language in LANGUAGES)
    assert english == french
    for language in LANGUAGES:
        sources = re.findall(r"!\[[^\]]+\]\(([^)]*)\)", text_of(name, language))
        assert sources == [f"../../images/{language}/{picture}.png" for picture in english]


def test_each_picture_is_in_the_list_and_shown_somewhere() -> None:
    listed = {picture.name for picture in PICTURES}
    named = {picture for name in GUIDES for picture in guides.guide(name, "en").pictures}
    read_me = (ROOT / "README.md").read_text(encoding="utf-8")
    named |= set(re.findall(r"docs/images/en/([a-z0-9-]+)\.png", read_me))
    assert len(listed) == len(PICTURES), "a picture is listed twice"
    assert named == listed


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_picture_has_been_taken_and_is_small(language: str) -> None:
    sizes = {file.stem: file.stat().st_size for file in (DOCS / "images" / language).glob("*.png")}
    assert set(sizes) == {picture.name for picture in PICTURES}, "make screenshots"
    assert not {name: size for name, size in sizes.items() if size > LARGEST}


@pytest.mark.parametrize("name", GUIDES)
def test_guides_are_set_as_their_language_is(name: str) -> None:
    french = re.sub(r'<a id="[^"]*"></a>|\]\([^)]*\)|`[^`]*`|```.*?```', "x", text_of(name, "fr"), flags=re.S)
    wrong = [line for line in french.splitlines() if BAD_FRENCH.search(line.lstrip("> "))]
    assert not wrong, "\n".join(wrong)
    english = re.sub(r'<a id="[^"]*"></a>|```.*?```|`[^`]*`', "", text_of(name, "en"), flags=re.S)
    assert not re.findall(r"\w'\w|\"", english)


def test_each_place_of_help_is_there(app: Flask) -> None:
    assert not set(PLACES) - set(app.view_functions), "app/web/help_places.py names pages that are gone"
    for places in PLACES.values():
        for place in places:
            name, _hash, anchor = place.partition("#")
            for language in LANGUAGES:
                assert anchor in guides.guide(name, language).anchors, f"{place} in {language}"


def test_every_page_of_organisers_has_its_section(app: Flask) -> None:
    pages = {
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if rule.endpoint.startswith("organiser.") and "GET" in (rule.methods or ())
    }
    assert not pages - set(PLACES) - WORDLESS, (
        "app/web/help_places.py does not say which section is about them"
    )


def test_html_in_a_guide_stays_text() -> None:
    page = markdown_pages.read("# T\n\nLead.\n\n<script>alert(1)</script>\n\n[x](javascript:alert(1))\n")
    around = markdown_pages.Surroundings(lambda _target: None, lambda _name: None)
    html = markdown_pages.html(page, around)
    assert "<script" not in html
    assert "<a" not in html


def test_a_placeholder_is_no_way_around() -> None:
    assert messages_of("Papers for these 12")
    assert not messages_of("Papers for these people"), "a number is counted there"
    assert not messages_of("Badge. Print it: then send it")
