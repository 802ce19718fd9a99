"""What an administrator sets without a developer: what holds, what may be typed, and that the second of two is told.

In one file, although it is long: the name, the contact, the sender and the limits are tried on the same pages.
"""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from app.extensions import db
from app.lib import installation
from app.models import AuditEntry, Language, LetterKind, LetterText, Setting
from app.services import heartbeats, network, network_settings, setting_words, settings
from app.services.setting_words import Group
from app.services.settings import DEFINITIONS
from tests.factories.events import an_event
from tests.factories.letters import a_letter
from tests.factories.users import an_administrator
from tests.pages import Visitor
from tests.received_mail import Mailboxes
from tests.signing_in import sign_in

SETTINGS = "/organiser/settings"
ALLIANCE = {
    "name_en": "Alliance", "name_fr": "Alliance", "article_fr": "l’",
    "long_name_en": "Alliance of Europe", "long_name_fr": "Alliance de l’Europe",
}  # fmt: skip


@pytest.fixture
def administrator(client: Visitor) -> Visitor:
    heartbeats.beat()
    return sign_in(client, an_administrator(email="admin@example.org", name="Nora ADMIN"))


def lines(action: str) -> list[list[str]]:
    return list(db.session.scalars(select(AuditEntry.fields).where(AuditEntry.action == action)))


def test_the_first_page_says_what_holds(administrator: Visitor) -> None:
    page = administrator.visit(SETTINGS)
    assert "The Network is called “Police Network” in English and “Réseau police” in French" in page.text
    assert "secretariat@police-network.example" in page.text
    assert page.text.count("All at their default.") == len(Group)


def test_organisers_see_nothing_of_it(organiser: Visitor) -> None:
    assert organiser.visit("/organiser/").soup.select(f'a[href="{SETTINGS}"]') == []
    for path in ("", "/name", "/contact", "/sender", "/letters", "/limits/attempts"):
        assert organiser.get(SETTINGS + path).status_code == 403


def test_a_new_name_stands_everywhere_at_once(administrator: Visitor) -> None:
    page = administrator.visit(f"{SETTINGS}/name").submit(**ALLIANCE)
    assert "The name is saved." in page.text
    assert page.soup.title is not None
    assert page.soup.title.get_text().endswith("– Alliance")
    assert "For the secretariat of the Alliance" in page.text
    assert "by Nora ADMIN" in page.text
    assert installation.spoken("fr").of_the_network == "de l’Alliance"
    assert lines("network.name_changed") == [
        ["name_en", "name_fr", "long_name_en", "long_name_fr", "article_fr"]
    ], "names of fields, no values"
    assert "Alliance" not in administrator.visit("/organiser/audit").one("table").get_text()


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("name_en", ""),
        ("name_fr", "x" * 61),
        ("name_en", "{{ config }}"),
        ("name_en", "<script>alert(1)</script>"),
        ("name_en", "=HYPERLINK(1)"),
        ("name_en", "- a list"),
        ("name_en", "#let x = 1"),
        ("name_fr", "Alliance <a@example.org>"),
        ("long_name_en", "*bold*"),
        ("signature_fr", "%(name)s [x](https://example.org)"),
        ("article_fr", "un"),
    ],
)
def test_markup_is_no_name(administrator: Visitor, field: str, typed: str) -> None:
    page = administrator.visit(f"{SETTINGS}/name").submit(**(ALLIANCE | {field: typed}))
    assert page.status == 422
    assert page.one(f"#{field}-error")
    assert db.session.get(Setting, network_settings.NAME) is None


def test_no_line_break_gets_into_a_name(administrator: Visitor, mailbox: Mailboxes) -> None:
    administrator.visit(f"{SETTINGS}/name").submit(
        **{**ALLIANCE, "name_en": "Alliance\r\nBcc: all@example.org"}
    )
    assert db.session.get(Setting, network_settings.NAME) is None, "an address is no part of a name"
    administrator.visit(f"{SETTINGS}/sender").submit(mail_sender_name="Office\r\nBcc: all@example.org")
    mail = mailbox.last_to(a_letter().recipient or "")
    assert mail["Bcc"] is None
    assert str(mail["From"]).startswith('"Office Bcc: all@example.org" <'), "one header, and all of it a name"


def test_the_second_of_two_is_told(administrator: Visitor) -> None:
    for path, mine, theirs, shown in (
        ("name", ALLIANCE, {**ALLIANCE, "name_en": "League"}, "Alliance"),
        (
            "contact",
            {"telephone": "+33 3 88 41 20 00"},
            {"telephone": "+33 3 88 41 20 01"},
            "+33 3 88 41 20 00",
        ),
        ("sender", {"mail_sender_name": "Office"}, {"mail_sender_name": "Bureau"}, "Office"),
        ("limits/attempts", {"sign_in_attempts": "6"}, {"sign_in_attempts": "7"}, "6"),
    ):
        second = administrator.visit(f"{SETTINGS}/{path}")
        administrator.visit(f"{SETTINGS}/{path}").submit(**mine)
        page = second.submit(**theirs)
        assert page.status == 409, path
        assert "Somebody else has changed this in the meantime." in page.text
        assert shown in page.one("main form dl.facts").get_text(), path
        assert page.submit().status == 200, "who has seen it may save"


def test_the_contact_is_shown_where_people_look(administrator: Visitor, mailbox: Mailboxes) -> None:
    administrator.visit(f"{SETTINGS}/contact").submit(
        email="office@example.org", telephone="+33 (0)3 88 41 20 00", office_hours_en="Monday to Friday, 9–17",
        postal_address_fr="Secrétariat\nAvenue de l’Europe",
    )  # fmt: skip
    page = administrator.visit("/contact")
    assert page.one('a[href="mailto:office@example.org"]')
    assert page.one('a[href="tel:+330388412000"]')
    assert "Monday to Friday, 9–17" in page.text
    assert "Avenue de l’Europe" in page.text, "one language stands for both"
    assert "office@example.org" in administrator.visit("/no-such-page").text
    mail = mailbox.last_to(a_letter().recipient or "")
    assert mail["Reply-To"] == "office@example.org"
    body = mail.get_body(("plain",))
    assert body is not None
    assert "Questions: office@example.org, +33 (0)3 88 41 20 00" in body.get_content()


@pytest.mark.parametrize(
    ("path", "field", "typed"),
    [
        ("contact", "email", "événement@example.org"),
        ("contact", "email", "a@example.org, b@example.org"),
        ("contact", "telephone", "call me <b>now</b>"),
        ("contact", "postal_address_en", "\n".join("abcdefg")),
        ("sender", "mail_sender", "no address"),
        ("sender", "mail_return_path", "a@example.org\r\nBcc: b@example.org"),
        ("sender", "mail_sender_name", "x" * 121),
    ],
)
def test_what_cannot_be_written_is_refused(administrator: Visitor, path: str, field: str, typed: str) -> None:
    page = administrator.visit(f"{SETTINGS}/{path}").submit(**{field: typed})
    assert page.status == 422
    assert page.one(f"#{field}-error")
    assert not db.session.scalars(select(Setting)).all()


def test_the_sender_of_all_and_its_test(administrator: Visitor, mailbox: Mailboxes) -> None:
    page = administrator.visit(f"{SETTINGS}/sender").submit(
        mail_sender="events@alliance.example", mail_sender_name="Été – Alliance",
        mail_reply_to="ask@alliance.example",
    )  # fmt: skip
    assert "The sender is saved." in page.text
    administrator.visit(f"{SETTINGS}/sender").submit(form='form[action$="/sender/test"]')
    mail = mailbox.last_to("admin@example.org")
    assert "events@alliance.example" in str(mail["From"])
    assert mail["Reply-To"] == "ask@alliance.example"
    assert lines("network.sender_tested") == [[]]


def test_a_limit_is_changed_within_its_bounds_and_on_record(administrator: Visitor) -> None:
    page = administrator.visit(f"{SETTINGS}/limits/attempts").submit(sign_in_attempts="2")
    assert page.status == 422
    assert "from 3 to 20" in page.one("#sign_in_attempts-error").get_text()
    page = administrator.visit(f"{SETTINGS}/limits/attempts").submit(sign_in_attempts="8")
    assert "Wrong passwords before somebody has to wait: 8 times" in page.text
    assert settings.number("sign_in_attempts") == 8
    assert lines("setting.changed") == [["sign_in_attempts", "5", "8"]]
    trail = administrator.visit("/organiser/audit").one("table").get_text()
    assert "Wrong passwords before somebody has to wait: 5 → 8" in trail
    french = administrator.visit("/organiser/audit?lang=fr").one("table").get_text()
    assert "Mots de passe erronés avant de devoir attendre\u202f: 5 → 8" in french


@pytest.mark.parametrize(
    "typed",
    [
        "",
        " ",
        "-6",
        "+-6",
        "1000000000000",
        "9" * 5000,
        "1_0",
        "1e1",
        "8.0",
        "0x8",
        "²",
        "½",
        "nan",
        "−8",
        "\x00",
    ],
)
def test_what_is_no_number_within_the_bounds_is_refused(administrator: Visitor, typed: str) -> None:
    page = administrator.visit(f"{SETTINGS}/limits/attempts").submit(sign_in_attempts=typed, sure="y")
    assert page.status == 422
    assert "from 3 to 20" in page.one("#sign_in_attempts-error").get_text()
    assert not db.session.scalars(select(Setting)).all()


@pytest.mark.parametrize("bound", ["least", "most"])
def test_every_limit_takes_its_bounds(administrator: Visitor, bound: str) -> None:
    for group in Group:
        wanted = {name: getattr(DEFINITIONS[name], bound) for name in setting_words.of_group(group)}
        page = administrator.visit(f"{SETTINGS}/limits/{group.value}")
        page.submit(**{name: str(number) for name, number in wanted.items()}, sure="y")
        assert {name: settings.number(name) for name in wanted} == wanted, group


def test_what_is_beyond_sense_is_asked_twice(administrator: Visitor) -> None:
    page = administrator.visit(f"{SETTINGS}/limits/figures").submit(discreet_cell_minimum="2")
    assert "These are beyond what is sensible. Nothing is saved yet." in page.text
    assert settings.number("discreet_cell_minimum") == 5
    page.submit(sure="y")
    assert settings.number("discreet_cell_minimum") == 2


def test_the_default_comes_back_into_the_form(administrator: Visitor) -> None:
    settings.change("list_page_size", 20)
    page = administrator.visit(f"{SETTINGS}/limits/lists")
    fields = dict(page.fields("#limits")) | {"default": "list_page_size"}
    answer = administrator.post(f"{SETTINGS}/limits/lists", data=fields)
    assert b'value="50"' in answer.data
    assert settings.number("list_page_size") == 20, "nothing is saved yet"


def test_there_is_no_other_group(administrator: Visitor) -> None:
    assert administrator.get(f"{SETTINGS}/limits/passwords").status_code == 404


def test_words_for_all_events_hold_where_an_event_has_none(
    administrator: Visitor, mailbox: Mailboxes
) -> None:
    own = an_event()
    administrator.visit(f"/organiser/events/{own.slug}/letters/texts/confirmed/en").submit(subject="Our own")
    page = administrator.visit(f"{SETTINGS}/letters/confirmed/en").submit(subject="For everybody")
    assert "The letter is saved." in page.text
    assert db.session.scalars(select(LetterText.event_id).order_by(LetterText.id)).all() == [own.id, None]
    elsewhere = an_event()
    page = administrator.visit(f"/organiser/events/{elsewhere.slug}/letters/texts/confirmed/en")
    assert "It goes out in the words for every event." in page.text
    assert page.one(f'a[href="{SETTINGS}/letters/confirmed/en"]')
    page = administrator.visit(f"/organiser/events/{own.slug}/letters/texts/confirmed/en")
    assert "It goes out in words of its own, version 1." in page.text
    assert "The words for every event" in page.text


def test_a_letter_of_all_events_is_shown_tested_and_taken_back(
    administrator: Visitor, mailbox: Mailboxes
) -> None:
    at = f"{SETTINGS}/letters/thanks/en"
    assert "There is no event yet" in administrator.visit(f"{at}/preview").text
    event = an_event(mail_sender="own@example.org")
    administrator.visit(at).submit(subject="Many thanks")
    preview = administrator.visit(f"{at}/preview")
    assert f"Shown for the event “{event.title_en}”." in preview.text
    assert "Many thanks" in preview.text
    preview.submit(form='form[action$="/test"]')
    mail = mailbox.last_to("admin@example.org")
    assert mail["Subject"] == "[Test] Many thanks"
    assert "own@example.org" not in str(mail["From"]), "the sender of all"
    versions = administrator.visit(f"{at}/versions")
    versions.submit(form='form[action$="/standard"]')
    row = db.session.scalars(select(LetterText).order_by(LetterText.id.desc())).first()
    assert row is not None
    assert (row.standard, row.kind, row.language) == (True, LetterKind.THANKS, Language.EN)


def test_no_page_costs_a_statement_more(app: Flask, client: Visitor, statements: object) -> None:
    client.visit("/contact")
    with statements() as asked:  # type: ignore[operator]
        client.visit("/contact")
    before = len(asked)
    network._Looked.again = 0.0
    with statements() as asked:  # type: ignore[operator]
        client.visit("/contact")
    assert len(asked) == before + 1, "it is looked at once"
    with statements() as asked:  # type: ignore[operator]
        client.visit("/contact")
    assert len(asked) == before, "and not again for half a minute"


def test_what_another_process_has_changed_holds_after_half_a_minute(app: Flask, client: Visitor) -> None:
    db.session.add(
        Setting(name=network_settings.NAME, value={"name_en": "League"}, changed_at=an_event().created_at)
    )
    db.session.commit()
    assert "League" not in client.visit("/contact").text
    network._Looked.again = 0.0
    assert "League" in client.visit("/contact").text


@pytest.mark.parametrize("value", ["text", [1], {"name_en": 5}, None, {"unknown": "x"}])
def test_a_damaged_row_harms_nobody(app: Flask, client: Visitor, value: object) -> None:
    db.session.add(Setting(name=network_settings.NAME, value=value, changed_at=an_event().created_at))
    db.session.commit()
    network._Looked.again = 0.0
    assert "Police Network" in client.visit("/contact").text
