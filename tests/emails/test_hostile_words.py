"""Whatever an organiser types into a letter: it is refused with a line, or it is said as it stands; nothing is carried out."""

from __future__ import annotations

import re

from bs4 import BeautifulSoup
from hypothesis import example, given
from hypothesis import strategies as st

from app.emails import composing, placeholders
from app.emails.letters import TYPES
from app.emails.particulars import Particulars
from app.emails.said import Said
from app.emails.words import Problem, Words
from app.models import LetterKind
from app.services import letter_wording
from app.services.wording_errors import UnusableWords

KIND = LetterKind.CONFIRMED
VALUE = "<b>{{ link }}{% raw %}</b>"  # what a person typed is not looked through for placeholders once more
EVENT = Particulars("A & B", "", "9 June 2027", "09:00", "", "Strasbourg", "<i>Agora</i>", "/events/x")
SAID = Said(
    language="en",
    name=VALUE,
    values=dict.fromkeys(TYPES[KIND].placeholders, VALUE),
    event=EVENT,
)
BITS = [
    "{{ name }}", "{{name}}", "{{ NAME }}", "{{ particulars }}", "{{ sessions }}", "{{", "}}", "{%", "%}", "{#", "#}",
    "{{ 7*7 }}", "{{ ''.__class__.__mro__ }}", "{{ config }}", "{{ name|safe }}", "{% include '/etc/passwd' %}", "${7*7}",
    "%(name)s", "{0.__class__}", "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "javascript:alert(1)",
    "https://example.org/\"onclick=x", "&lt;", "> ", "- ", "\n", "\n\n", "\r\n", " ", "\ue000link:set_password\ue001",
    "\ue000", "x", "é", "\u202e", "\x00", "]]>", "-->", "</td></table>", "'", '"', "\\",
]  # fmt: skip
STRAY = re.compile(r"[{}]|particulars|sessions")
HARMLESS = [bit for bit in BITS if not STRAY.search(bit)]  # taken as they stand
KNOWN = [*HARMLESS, "{{ place }}", "{{venue}}"]


def lines(bits: list[str]) -> st.SearchStrategy[str]:
    return st.lists(st.sampled_from(bits), max_size=12).map("".join)


typed = st.one_of(lines(BITS), st.text(max_size=30), lines(KNOWN), lines(KNOWN).map("x{}".format))
SIGN = re.compile(r"\{\{ ([a-z_]+) \}\}")


def tags(html: str) -> set[str]:
    return {element.name for element in BeautifulSoup(html, "html.parser").find_all()}


ORDINARY = Words("S", "H", "x\n\n> y\n\n- z https://example.org\n\n{{ particulars }}\n\n{{ sessions }}")
TAGS = tags(composing.compose(ORDINARY, "H", SAID, "Go").html) | {"br", "li", "ul"}


@given(typed, typed, typed)
@example("{{ place }}", "{{ name }}", "{{ name }}")
@example("x", "x", "<script>{{ name }}</script>")
def test_words_are_refused_or_said(subject: str, heading: str, text: str) -> None:
    words = letter_wording.clean(Words(subject, heading, f"{text}\n\n{{{{ particulars }}}}"))
    refused = refusal(words)
    assert all(1 <= problem.line <= words.text.count("\n") + 1 for problem in refused)
    if refused:
        return
    content = composing.compose(words, "H", SAID, "Go")

    assert tags(content.html) <= TAGS
    soup = BeautifulSoup(content.html, "html.parser")
    for element in soup.find_all():
        assert not [name for name in element.attrs if name.startswith("on")]
        assert not str(element.get("href", "")).startswith(("javascript:", "data:"))
    assert placeholders.SET_PASSWORD not in content.text + content.html
    assert "\n" not in content.subject
    said = squeezed(content.text)
    for line in words.text.splitlines():
        if not SIGN.fullmatch(line.strip()):
            assert squeezed(SIGN.sub(lambda found: SAID.values[found[1]], line)) in said


@given(typed)
def test_tidying_twice_changes_nothing(text: str) -> None:
    once = letter_wording.clean(Words(text, text, text))
    assert letter_wording.clean(once) == once


def refusal(words: Words) -> list[Problem]:
    try:
        letter_wording.refuse_unusable(KIND, words)
    except UnusableWords as error:
        return [problem for lines in error.problems.values() for problem in lines]
    return []


def squeezed(text: str) -> str:
    """The text without blanks and without the marks of lists and quotations, which the frame sets anew."""
    return re.sub(r"[\s>-]+", "", text)
