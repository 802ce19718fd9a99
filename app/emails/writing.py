"""From a folder of templates and what a letter says to subject, text and html."""

from __future__ import annotations

import re
from collections.abc import Mapping

from app.emails import placeholders
from app.emails.content import Content
from app.emails.environment import environment
from app.emails.particulars import particulars
from app.models import Registration, Role
from app.models.labels import label

_SPACES = re.compile(r"[ \t\r\n]+")  # not the narrow space that French sets before a colon
_BLANK_LINES = re.compile(r"\n\s*\n+")
_LOOKS_LIKE_A_LINK = re.compile(r"[:/@\[\]]|www\.|\w\.\w{2,}", re.IGNORECASE)


def write_to_participant(
    folder: str,
    registration: Registration,
    facts: Mapping[str, object],
    *,
    link: str = placeholders.MY_REGISTRATION,
    **more: object,
) -> Content:
    """A letter about a registration, in the person's language. `facts` holds at least the name to be greeted."""
    language = registration.language.value
    return render(
        folder,
        language,
        {
            "name": harmless(str(facts["name"])),
            "event": particulars(registration.event, registration.mode, language),
            "capacity": _capacity(registration, language),
            "reference": registration.reference,
            "link": link,
            **more,
        },
    )


def render(folder: str, language: str, says: Mapping[str, object]) -> Content:
    """The letter of a folder below templates/email. Of what it says only the link is a placeholder."""
    says = {name: value if name == "link" else placeholders.inert(value) for name, value in says.items()}
    templates = environment(language)
    subject, text, html = (
        templates.get_template(f"{folder}/{name}").render(says)
        for name in ("subject.txt", "body.txt", "body.html")
    )
    return Content(
        _SPACES.sub(" ", subject).strip()[:300],
        _BLANK_LINES.sub("\n\n", text).strip() + "\n",
        html.strip() + "\n",
    )


def harmless(name: str) -> str:
    """A typed name, unless it could carry a link: anybody can type any address into the public form."""
    return "" if _LOOKS_LIKE_A_LINK.search(name) else name


def _capacity(registration: Registration, language: str) -> str:
    """In what capacity somebody comes, and for whom."""
    words = [label(registration.category, language)]
    if registration.role not in {None, Role.DELEGATE}:
        words.append(label(registration.role, language))
    affiliation = (
        registration.body.name.in_language(language) if registration.body else registration.body_text
    )
    return ", ".join([*words, *([affiliation] if affiliation else [])])
