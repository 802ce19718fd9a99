"""What this installation is called, whom it says to ask, and who writes its letters: one value for the whole process.

The floors that print it (letters, papers, files, pages) read it here, without a statement and without a request. It is an
administrator's to change: `app/services/network.py` reads it from the database and puts it here, every half minute at most.
Until then, and wherever there is no database, what stands here is the last that was known, or the beginning.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from app.lib.bilingual import Bilingual
from app.lib.normal_forms import normal
from app.lib.wording import N_, translated

_SIGNED = N_("For the secretariat %(of_the_network)s")
_FRENCH_OF = {"le": "du ", "la": "de la ", "l’": "de l’", "les": "des "}
_VOWELS = "aeiouyœæ"


def _both(message: str) -> Bilingual:
    return Bilingual(message, translated(message, "fr"))


@dataclass(frozen=True)
class NetworkName:
    """The names of the Network, and the article that stands before them in a sentence (empty: none)."""

    name: Bilingual = field(default_factory=lambda: _both(N_("Police Network")))
    long_name: Bilingual = field(default_factory=lambda: _both(N_("Police Network of the Council of Europe")))
    line: Bilingual = field(default_factory=lambda: _both(N_("Conferences and meetings")))  # under the name
    article: Bilingual = Bilingual("the", "le")
    signature: Bilingual = Bilingual("", "")  # of papers that nobody signs; empty: it is made of the name


@dataclass(frozen=True)
class Contact:
    """How to reach the secretariat; what is empty is not said, but for the address: then it is the configuration's."""

    email: str = ""
    telephone: str = ""
    postal_address: Bilingual = Bilingual("", "")  # some lines
    office_hours: Bilingual = Bilingual("", "")


@dataclass(frozen=True)
class Sender:
    """Who writes: for an event of its own, or for all that have none. What is empty is what holds where nobody has chosen."""

    address: str = ""
    name: str = ""
    reply_to: str = ""
    return_path: str = ""


@dataclass(frozen=True)
class Installation:
    """All of it."""

    name: NetworkName = field(default_factory=NetworkName)
    contact: Contact = field(default_factory=Contact)
    sender: Sender = field(default_factory=Sender)

    @property
    def renamed(self) -> bool:
        """Whether it is called otherwise than at the beginning."""
        return self.name.name != NetworkName().name


@dataclass(frozen=True)
class Spoken:
    """The names in one language, as sentences take them."""

    name: str
    long_name: str
    line: str
    of_the_network: str  # “of the Police Network”, « du Réseau police »
    of_the_network_in_full: str
    signature: str
    issuer: str  # what authenticator apps are told, in whatever language


class _Kept:
    """The one value, exchanged as a whole, so that no thread sees half of a change."""

    installation = Installation()


def present() -> Installation:
    """What holds in this process."""
    return _Kept.installation


def take(installation: Installation) -> None:
    """Let this hold in this process from now on."""
    _Kept.installation = installation


def spoken(language: str) -> Spoken:
    """The names as they hold now, in a language."""
    held = _Kept.installation.name
    article = held.article.fr if language == "fr" else held.article.en
    name, long_name = held.name.in_language(language), held.long_name.in_language(language)
    of = preceded(article, name, language)
    return Spoken(
        name=name,
        long_name=long_name,
        line=held.line.in_language(language),
        of_the_network=of,
        of_the_network_in_full=preceded(article, long_name, language),
        signature=held.signature.in_language(language) or translated(_SIGNED, language, of_the_network=of),
        issuer=held.name.in_language("en"),
    )


def preceded(article: str, name: str, language: str) -> str:
    """The name after “of”, with its article: “of the Police Network”, « du Réseau police », « de l’Alliance »."""
    if language != "fr":
        return f"of {article} {name}" if article else f"of {name}"
    if article in _FRENCH_OF:  # one that is no article of ours is none
        return _FRENCH_OF[article] + name
    first = normal("NFD", name[:1]).lower()[:1]
    return f"d’{name}" if first and first in _VOWELS else f"de {name}"
