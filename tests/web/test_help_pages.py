"""Help inside: who reads which guide, how it is set, where “Help” leads, and what a guide shows."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask

from app.services import guides
from app.services.errors import NotFound
from tests.factories import users
from tests.factories.events import an_event
from tests.pages import Page, Visitor
from tests.signing_in import sign_in

pytestmark = pytest.mark.sqlite_only  # no page of help asks the database for anything of its own
READS = {
    "administrator": {"delegates", "correspondents", "desk", "organisers", "statistics", "administrators"},
    "organiser": {"delegates", "correspondents", "desk", "organisers", "statistics"},
    "desk_agent": {"delegates", "correspondents", "desk"},
    "statistics_reader": {"delegates", "correspondents", "statistics"},
}


def help_of(page: Page) -> str:
    """Where “Help” leads; it says the same wherever it stands on the page."""
    ways = {str(link["href"]) for link in page.soup.select("header a, footer a") if link.get_text() == "Help"}
    assert len(ways) == 1
    return ways.pop()


def listed(client: Visitor) -> set[str]:
    page = client.visit("/help")
    return {str(link["href"]).rpartition("/")[2] for link in page.soup.select("main .guides a")}


def test_everybody_finds_the_guides_that_need_no_account(client: Visitor) -> None:
    assert listed(client) == {"delegates", "correspondents"}


@pytest.mark.parametrize("role", READS)
def test_each_role_finds_the_guides_that_it_may_open(app: Flask, client: Visitor, role: str) -> None:
    sign_in(client, getattr(users, f"an_{role}" if role[0] in "ao" else f"a_{role}")())
    assert listed(client) == READS[role]
    for name in guides.GUIDES:
        assert client.visit(f"/help/{name}").status == (200 if name in READS[role] else 403)


def test_a_guide_that_needs_an_account_asks_to_sign_in(client: Visitor) -> None:
    answer = client.get("/help/organisers")
    assert answer.status_code == 302
    assert answer.location.startswith("/sign-in")


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_guide_has_its_sections_and_their_list(client: Visitor, language: str) -> None:
    page = client.visit(f"/help/delegates?lang={language}")
    read = guides.guide("delegates", language)
    assert page.one("main h1").get_text() == read.title
    sections = {f"#{section.anchor}": section.title for section in read.sections if section.level == 2}
    assert {str(a["href"]): a.get_text() for a in page.soup.select(".guide-toc a")} == sections
    assert [str(heading["id"]) for heading in page.soup.select(".guide-text h2[id]")] == list(read.anchors)


def test_pictures_come_late_with_their_size_and_can_be_kept(client: Visitor) -> None:
    page = client.visit("/help/delegates")
    images = page.soup.select(".guide-text img")
    assert len(images) == len(guides.guide("delegates", "en").pictures)
    for image in images:
        assert image["loading"] == "lazy"
        assert image["alt"]
        assert 0 < int(str(image["width"])) <= 1300
        assert int(str(image["height"])) > 0
        answer = client.get(str(image["src"]))
        assert answer.mimetype == "image/png"
        assert "immutable" in answer.headers["Cache-Control"]
    old = client.get(str(images[0]["src"]).partition("?")[0] + "?v=1")
    assert old.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("name", ["nothing-of-ours", "..%2f..%2fREADME", "calendar"])
def test_no_other_file_is_handed_out(client: Visitor, name: str) -> None:
    assert client.get(f"/help/pictures/en/{name}.png").status_code == 404  # the calendar is shown by no guide


@pytest.mark.parametrize(
    ("address", "leads_to"),
    [
        ("/", "/help/delegates#register"),
        ("/find-my-registration", "/help/delegates#lost-link"),
        ("/delegation/sign-in", "/help/correspondents#get-in"),
        ("/contact", "/help"),
        ("/nothing-here", "/help"),
    ],
)
def test_help_leads_to_the_section_about_the_page(client: Visitor, address: str, leads_to: str) -> None:
    page = client.visit(address)
    assert help_of(page) == leads_to


def test_help_on_a_working_page_leads_to_what_its_reader_may_open(app: Flask, client: Visitor) -> None:
    event = an_event()
    sign_in(client, users.an_organiser())
    page = client.visit(f"/organiser/events/{event.slug}/participants")
    assert help_of(page) == "/help/organisers#participants"
    assert help_of(client.visit("/account")) == "/help/organisers#sign-in"
    sign_in(client, users.a_desk_agent())
    assert help_of(client.visit("/account")) == "/help/desk#sign-in"
    sign_in(client, users.a_statistics_reader())
    assert help_of(client.visit("/account")) == "/help/statistics#sign-in"


def test_a_link_to_what_the_reader_may_not_open_is_plain_words(
    client: Visitor, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    folder = tmp_path / "guides/en"
    folder.mkdir(parents=True)
    text = "# Delegates\n\nLead.\n\nSee [papers](organisers.md#papers), [accounts](../../operation.md) and [above](#top)."
    text += '\n\n<a id="top"></a>\n\n## Top\n'
    (folder / "delegates.md").write_text(text, encoding="utf-8")
    monkeypatch.setattr(guides, "guide", lambda name, language: guides._read(tmp_path, language, name))
    page = client.visit("/help/delegates")
    assert [link["href"] for link in page.soup.select(".guide-text p:first-child a")] == ["#top"]
    sign_in(client, users.an_organiser())
    links = client.visit("/help/delegates").soup.select(".guide-text p:first-child a")
    assert [link["href"] for link in links] == ["/help/organisers#papers", "#top"]


def test_an_installation_without_its_documentation_says_so(
    client: Visitor, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    with pytest.raises(NotFound):
        guides.guide("desk", "en", tmp_path)
    assert guides.there_are("en", tmp_path) == []
    monkeypatch.setattr(guides, "there_are", lambda _language: [])
    assert client.visit("/help").status == 404
