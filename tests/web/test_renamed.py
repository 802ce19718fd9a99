"""The Network gets another name: no page, letter, paper or file says the old one any more."""

from __future__ import annotations

import re
from collections.abc import Iterator
from types import SimpleNamespace
from typing import cast

import pytest
from flask import Flask
from pypdf.generic import DictionaryObject
from sqlalchemy import update

from app.emails import letters
from app.extensions import db
from app.lib.bilingual import Bilingual
from app.lib.installation import Installation, NetworkName
from app.models import Body, Language, LetterKind
from app.services import heartbeats, network, network_settings
from app.services.actors import SYSTEM
from app.services.papers import making
from app.services.papers.paper_kinds import Options, PaperLanguage, Selection
from app.services.papers.registry import PAPERS
from app.services.privacy import notice_drafts
from tests.factories import users
from tests.factories.letters import every_letter
from tests.factories.papers import a_meeting
from tests.outside.estate import an_estate
from tests.outside.running import Running
from tests.services.papers.pdf_reading import Pdf
from tests.signing_in import sign_in
from tests.web.test_discreet_everywhere import NOT_ASKED, files, said
from tests.web.viewers import Asker, World, addresses, come

pytestmark = pytest.mark.sqlite_only
OLD = re.compile(r"Police\s*Network|Réseau\s*police", re.IGNORECASE)
NEW = NetworkName(
    name=Bilingual("Alliance", "Alliance"),
    long_name=Bilingual("Alliance of Europe", "Alliance de l’Europe"),
    article=Bilingual("the", "l’"),
)
# What is data: the body that runs the Network has its own name, the notice is a text, and guides tell of the product.
DATA = ("/privacy", "/help", "/organiser/privacy/notice", "/organiser/bodies", "/organiser/statistics/bodies")


@pytest.fixture
def renamed(app: Flask) -> Iterator[None]:
    network_settings.change(NEW, SYSTEM)
    db.session.commit()
    network.hold_still(Installation(name=NEW))
    yield
    network.hold_still()


@pytest.fixture
def client(app: Flask) -> Asker:
    return Asker(app, app.response_class, use_cookies=True)


@pytest.fixture
def world(app: Flask, renamed: None) -> World:
    heartbeats.beat()
    running = cast(Running, SimpleNamespace(app=app))
    owner = users.an_administrator()
    made = World(an_estate(running, owner), an_estate(running, owner), owner)
    rename_the_body()
    db.session.commit()
    return made


def old_name(text: str) -> list[str]:
    """Where the old name stands, with what is around it."""
    return [text[max(0, found.start() - 60) : found.end() + 20] for found in OLD.finditer(text)]


def rename_the_body() -> None:
    """The body that runs the Network is data, and has a name of its own."""
    own = Body.name_en.like("%Police Network%")
    db.session.execute(update(Body).where(own).values(name_en="Host", name_fr="Hôte"))
    db.session.expire_all()


@pytest.mark.parametrize("spoken", ["en", "fr"])
def test_no_page_says_the_old_name(app: Flask, client: Asker, world: World, spoken: str) -> None:
    found: dict[str, list[str]] = {}
    for signed_in in (False, True):
        if signed_in:
            sign_in(client, users.an_administrator())
        for _rule, method, address in addresses(app, world.mine.ids):
            if method != "GET" or address.startswith((*NOT_ASKED, *DATA)):
                continue
            answer = client.get(f"{address}{'&' if '?' in address else '?'}lang={spoken}")
            if leaked := old_name(said(answer)):
                found[address] = leaked
    assert not found


def test_no_file_says_the_old_name(app: Flask, client: Asker, world: World) -> None:
    token, handed_out = come(app, client, "administrator", world), 0
    for where, answer in files(client, world, token):
        handed_out += answer.status_code == 200
        assert not old_name(said(answer)), where
    assert handed_out >= 7 + len(PAPERS)


@pytest.mark.parametrize("language", list(Language))
def test_no_letter_says_the_old_name(renamed: None, app: Flask, language: Language) -> None:
    for name, letter in every_letter(language).items():
        whole = f"{letter.subject}\n{letter.text}\n{letter.html}\n{letter.calendar}"
        assert not old_name(whole), name
    standard = letters.standard(LetterKind.THANKS, language.value).text
    assert ("of the Alliance" if language is Language.EN else "de l’Alliance") in standard


@pytest.mark.parametrize("kind", list(PAPERS))
def test_no_paper_says_the_old_name(renamed: None, app: Flask, kind: object) -> None:
    meeting = a_meeting()
    rename_the_body()
    for options in (Options(), Options(language=PaperLanguage.FR)):
        paper = Pdf(making.pdf(making.prepare(meeting.event, kind, Selection(), options)))  # type: ignore[arg-type]
        assert not old_name(paper.words)
        about = cast(DictionaryObject, paper.reader.metadata)
        assert about["/Author"] == "Alliance"


def test_the_notice_keeps_its_words(app: Flask) -> None:
    assert notice_drafts.draft() is None, "a new name begins no version of the notice"
