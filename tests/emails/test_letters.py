"""Each letter, rendered in both languages: complete, translated, safe, and with what everybody must find in it."""

from __future__ import annotations

import re
from html import unescape

import pytest
from bs4 import BeautifulSoup
from flask import Flask

from app.emails import placeholders
from app.models import Language, Letter, LetterKind
from tests.factories.letters import REASON, a_conference, a_letter, every_letter, written
from tests.factories.registrations import a_registration

pytestmark = pytest.mark.sqlite_only
LEFTOVER = re.compile(r"\{\{|\}\}|\{%|%\(|\bNone\b|Undefined|\[object|Markup\(")
MARK = placeholders.SITE[0]
WHOSE_OWN = {"https://meet.example/room"}
SAME_IN_BOTH = {
    "Strasbourg",
    "University of Tbilisi",
    "INTERPOL",
    "UTC",
    "Ask <b>them</b> & us.",
    "Quota exceeded.",
}


def sentences(letter: Letter) -> set[str]:
    """What is said in a letter: its lines, without the hint in the other language and without names and numbers."""
    soup = BeautifulSoup(letter.html or "", "html.parser")
    for hint in soup.select("[lang]"):
        if hint.name != "html":
            hint.decompose()
    for style in soup.select("style"):
        style.decompose()
    spoken = [*soup.get_text("\n").splitlines(), *(letter.text or "").splitlines()]
    spoken = [line for line in map(str.strip, spoken) if "?lang=" not in line and not line.startswith("(")]
    return {line for line in spoken if len(re.findall(r"[^\W\d_]{2,}", line)) > 1 and not is_data(line)}


def is_data(line: str) -> bool:
    return (
        "CEBOTARI" in line
        or placeholders.SITE[0] in line
        or any(word in line for word in SAME_IN_BOTH)
        or "://" in line
    )


def test_there_is_a_letter_of_each_kind(app: Flask) -> None:
    assert {letter.kind for letter in every_letter(Language.EN).values()} == set(LetterKind)


@pytest.mark.parametrize("language", list(Language))
def test_letters_are_complete(app: Flask, language: Language) -> None:
    for name, letter in every_letter(language).items():
        subject, text, html = letter.subject or "", letter.text or "", letter.html or ""
        for part in (subject, text, html):
            assert part.strip(), name
            assert not LEFTOVER.search(part), f"{name}: {LEFTOVER.search(part)}"
        assert "\n" not in subject
        assert f'<html lang="{language.value}"' in html, name
        assert BeautifulSoup(html, "html.parser").h1, name


def test_nothing_is_said_in_english_to_readers_of_french(app: Flask) -> None:
    english, french = every_letter(Language.EN), every_letter(Language.FR)
    for name in english:
        assert sentences(english[name]), f"{name}: the test sees nothing"
        same = sentences(english[name]) & sentences(french[name])
        assert not same, f"{name}: {same}"
        assert english[name].subject != french[name].subject


@pytest.mark.parametrize("language", list(Language))
def test_links_are_placeholders_or_absolute_and_one_is_a_button(app: Flask, language: Language) -> None:
    for name, letter in every_letter(language).items():
        soup = BeautifulSoup(letter.html or "", "html.parser")
        for link in soup.select("[href], [src]"):
            address = str(link.get("href") or link.get("src"))
            allowed = address.startswith(
                (MARK + "link:", f"{placeholders.SITE}/", f"mailto:{placeholders.CONTACT}", "cid:")
            )
            assert allowed or address in WHOSE_OWN, f"{name}: {address}"
        assert len(soup.select("a.act")) == 1, name
        assert str(soup.select("a.act")[0]["href"]) in (letter.text or ""), (
            f"{name}: the text has no such link"
        )


@pytest.mark.parametrize("language", list(Language))
def test_nothing_is_fetched_and_nothing_tracks(app: Flask, language: Language) -> None:
    for name, letter in every_letter(language).items():
        soup = BeautifulSoup(letter.html or "", "html.parser")
        assert {str(picture["src"]) for picture in soup.select("img")} <= {"cid:badge-code"}, name
        assert not soup.select("script, link, iframe, form, object, video"), name
        assert "url(" not in (letter.html or ""), name
        assert all(picture.get("alt") for picture in soup.select("img")), name


@pytest.mark.parametrize("language", list(Language))
def test_place_dates_and_time_zone_always_stand_there(app: Flask, language: Language) -> None:
    for name, letter in every_letter(language).items():
        if letter.event is None:
            continue
        online = letter.registration is not None and letter.registration.mode.value == "online"
        day = "9–10 juin 2027" if language is Language.FR else "9–10 June 2027"
        place = ("en ligne" if language is Language.FR else "online") if online else "Strasbourg"
        for part in (letter.text or "", unescape(letter.html or "")):
            assert day in part, name
            assert place in part.lower() if online else place in part, name
            assert ("8\u00a0h\u00a030" if language is Language.FR else "08:30") in part, name
            assert "(UTC+2)" in part, name
        assert day in (letter.subject or ""), name
        assert place in (letter.subject or ""), name


@pytest.mark.parametrize("language", list(Language))
def test_who_is_confirmed_is_told_the_house_and_the_way_back(app: Flask, language: Language) -> None:
    letter = every_letter(language)["confirmed"]
    venue = "Bâtiment Agora" if language is Language.FR else "Agora building"
    words = "Voir, modifier ou retirer" if language is Language.FR else "See, change or withdraw"
    for part in (letter.text or "", unescape(letter.html or "")):
        assert venue in part
        assert words in part
    button = BeautifulSoup(letter.html or "", "html.parser").select("a.act")[0]
    assert str(button["href"]).startswith(f"{MARK}link:my_registration")


@pytest.mark.parametrize("language", list(Language))
def test_nobody_is_named_in_a_subject(app: Flask, language: Language) -> None:
    for name, letter in every_letter(language).items():
        about = letter.registration
        for secret in (
            about and about.family_name,
            about and about.reference,
            about and about.email,
            "Martin",
        ):
            assert not secret or secret not in (letter.subject or ""), name


@pytest.mark.parametrize("language", list(Language))
def test_the_text_says_what_the_html_says(app: Flask, language: Language) -> None:
    for name, letter in every_letter(language).items():
        soup = BeautifulSoup(letter.html or "", "html.parser")
        text = " ".join((letter.text or "").split())
        for block in soup.select("p, h1"):
            words = " ".join(block.get_text(" ").split())
            words = words.replace("show the code above", "show the code attached to this letter")
            words = words.replace("le code ci-dessus", "le code joint à ce courriel")
            for line in re.split(r"(?<=[.?!]) ", words):
                if len(line) > 25 and "lang" not in block.attrs and "UTC" not in line:
                    assert line.rstrip(".") in text, f"{name}: {line}"


@pytest.mark.parametrize("language", list(Language))
def test_a_blank_line_stands_before_the_facts_of_the_event(app: Flask, language: Language) -> None:
    heading = "\nÉvénement\n" if language is Language.FR else "\nEvent\n"
    for name, letter in every_letter(language).items():
        before, found, _ = (letter.text or "").partition(heading)
        assert not found or before.endswith("\n"), name


@pytest.mark.parametrize("language", list(Language))
def test_letters_say_why_they_come_and_whom_to_ask(app: Flask, language: Language) -> None:
    why = "Vous recevez ce courriel parce" if language is Language.FR else "You receive this letter because"
    for name, letter in every_letter(language).items():
        for part in (letter.text or "", letter.html or ""):
            assert why in part, name
            assert placeholders.CONTACT in part, name
            assert f"{placeholders.SITE}/privacy" in part, name


def test_each_letter_hints_at_the_other_language(app: Flask) -> None:
    for name, letter in every_letter(Language.EN).items():
        assert "Continuer en français" in (letter.text or ""), name
        assert "?lang=fr" in (letter.html or ""), name
    for name, letter in every_letter(Language.FR).items():
        assert "Continue in English" in (letter.text or ""), name
        assert "?lang=en" in (letter.html or ""), name


def test_a_reason_is_quoted_and_harmless(app: Flask) -> None:
    letters = every_letter(Language.EN)
    for name in ("declined", "cancelled", "event_cancelled"):
        html = letters[name].html or ""
        assert "Ask &lt;b&gt;them&lt;/b&gt; &amp; us." in html, name
        assert "<b>them" not in html, name
        for line in REASON.splitlines():
            assert f"> {line}" in (letters[name].text or ""), name
    assert "reason" not in (letters["withdrawn"].text or "")


def test_the_reference_is_told_once_the_address_is_confirmed(app: Flask) -> None:
    letters = every_letter(Language.EN)
    for name, letter in letters.items():
        if letter.registration is not None:
            told = letter.registration.reference in (letter.text or "")
            assert told is not name.startswith("confirm_address"), name


def test_until_when_a_place_is_kept(app: Flask) -> None:
    letters = every_letter(Language.EN)
    until = "until Friday 21 May 2027, 18:00, Strasbourg time (UTC+2)."
    assert f"A place is kept for you {until}" in (letters["confirm_address"].text or "")
    assert f"waiting list is kept {until}" in (letters["confirm_address_waiting"].text or "")
    assert "A place is kept" not in (letters["confirm_address_waiting"].text or "")


def test_who_decides(app: Flask) -> None:
    letters = every_letter(Language.EN)
    assert "national correspondent of your state" in (letters["received"].text or "")
    assert "contact point of your delegation" in (letters["received_observer"].text or "")
    assert "correspondent" not in (letters["received_speaker"].text or "")
    assert "The secretariat of the Police Network decides" in (letters["received_speaker"].text or "")


def test_the_online_link_is_for_confirmed_online_participants(app: Flask) -> None:
    for language in Language:
        for name, letter in every_letter(language).items():
            shown = "meet.example" in f"{letter.text}{letter.html}{letter.calendar}"
            assert shown is (name == "confirmed_online"), name


def test_the_code_for_the_desk_is_for_those_who_come(app: Flask) -> None:
    for name, letter in every_letter(Language.EN).items():
        shown = "cid:badge-code" in (letter.html or "")
        assert shown is (name in {"confirmed", "practical_information"}), name
        code = letter.registration.badge_code if letter.registration else "-none-"
        assert code not in f"{letter.text}{letter.html}{letter.calendar}", name


def test_own_sessions_stand_in_the_order_of_their_time(app: Flask) -> None:
    text = every_letter(Language.FR)["confirmed"].text or ""
    assert text.index("mercredi 9 juin, 10\u00a0h\u00a030\u00a0– 11\u00a0h\u00a030 · G03") < text.index(
        "mercredi 9 juin, 13\u00a0h\u00a030\u00a0– 14\u00a0h\u00a030"
    )
    assert "Expliquer des décisions\n" in text
    assert "Reconnaître des visages – liste d’attente" in text


def test_the_waiting_list_has_positions_and_a_way_out(app: Flask) -> None:
    letters = every_letter(Language.EN)
    assert "Your position on the waiting list: 1." in (letters["waiting"].text or "")
    assert "You can also take part online" in (letters["waiting"].text or "")
    assert "You can also take part online" not in (letters["waiting_online"].text or "")


def test_online_participants_read_the_hours_in_utc_too(app: Flask) -> None:
    assert "from Wednesday 06:30 to Thursday 15:00 UTC" in (
        every_letter(Language.EN)["confirmed_online"].text or ""
    )


@pytest.mark.parametrize(
    ("given", "family", "greeting"),
    [
        ("Ana", "D’ESTRÉES-KERMADEC", "Dear Ana D’ESTRÉES-KERMADEC,"),
        (None, "SUKARNO", "Dear SUKARNO,"),
        ("გიორგი", "ΠΑΠΑΔΌΠΟΥΛΟΣ", "Dear გიორგი ΠΑΠΑΔΌΠΟΥΛΟΣ,"),
        ("J. R.", "SMITH", "Dear J. R. SMITH,"),
        ("Buy at", "https://evil.example", "Hello,"),
        ("Win", "www.evil", "Hello,"),
        ("See", "evil.example/x", "Hello,"),
        ("[[link:my_registration]]", "X", "Hello,"),
    ],
)
def test_a_name_carries_no_link(app: Flask, given: str | None, family: str, greeting: str) -> None:
    letter = written(a_letter(LetterKind.CONFIRM_ADDRESS, given_name=given, family_name=family))
    assert f"\n{greeting}\n" in (letter.text or "")
    assert "evil" not in f"{letter.text}{letter.html}"


def test_a_hostile_name_is_inert(app: Flask) -> None:
    letter = written(a_letter(given_name="<script>alert(1)<b>", family_name='" onload="x'))
    assert "<script" not in (letter.html or "")
    assert 'onload="x' not in (letter.html or "")
    assert "&lt;script&gt;alert(1)" in (letter.html or "")


def test_an_event_whose_hours_are_not_known(app: Flask) -> None:
    registration = a_registration(a_conference(times_known=False), language=Language.FR)
    letter = written(a_letter(event=registration.event, language=Language.FR))
    assert "horaires à préciser, heure locale à Strasbourg (UTC+2)" in (letter.text or "")
    assert "08:30" not in (letter.text or "")
