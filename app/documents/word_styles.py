"""Word files of the Network: page, languages, and the styles they are written in, so that an editor changes each in one place.

python-docx is imported where it is used: it is large, and only Word files need it.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from app.lib import installation
from app.lib.wording import N_, translated

if TYPE_CHECKING:
    from docx.document import Document

SERIF, SANS = (
    "Palatino Linotype",
    "Segoe UI",
)  # every Windows has them, with the letters of every European script
INK, SOFT, HAIRLINE = "16223A", "4D5870", "D8D3C4"
_AFTER_BORDERS = (
    "w:shd",
    "w:tabs",
    "w:spacing",
    "w:ind",
    "w:contextualSpacing",
    "w:jc",
    "w:outlineLvl",
    "w:rPr",
)
NORMAL, BODY = "Normal", "Heading2"  # styles that every Word knows, by their codes
OVER_TITLE, PARTICIPANT, DETAILS, HEAD_OF_TABLE = "OverTitle", "Participant", "Details", "TableHead"
FAMILY_NAME, OTHER_LANGUAGE = "FamilyName", "OtherLanguage"  # of parts of a paragraph
_NAMES = {
    OVER_TITLE: N_("Over the title"),
    PARTICIPANT: N_("Participant"),
    DETAILS: N_("Details of a participant"),
    HEAD_OF_TABLE: N_("Head of a table"),
    FAMILY_NAME: N_("Family name"),
    OTHER_LANGUAGE: N_("Other language"),
}
REGIONS = {"en": "en-GB", "fr": "fr-FR"}


def new_document(language: str) -> Document:
    """An empty A4 document in a language, with the styles below."""
    import docx  # noqa: PLC0415
    from docx.shared import Mm  # noqa: PLC0415

    document = docx.Document()
    page = document.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.left_margin = page.right_margin = Mm(24)
    page.top_margin = page.bottom_margin = Mm(22)
    _adapt(document, language)
    _add(document, language)
    return document


def describe(document: Document, title: str, language: str, dated: date) -> None:
    """What the file says about itself; it names nobody."""
    at = datetime(dated.year, dated.month, dated.day, tzinfo=UTC)
    network = clean(installation.spoken(language).name)[:255]
    facts: Mapping[str, Any] = {
        "title": clean(title)[:255], "author": network, "last_modified_by": network,
        "language": REGIONS[language],
        "comments": "", "created": at, "modified": at, "revision": 1,
    }  # fmt: skip
    for name, value in facts.items():
        setattr(document.core_properties, name, value)


def clean(text: str) -> str:
    """The text without what no XML may carry, and without line breaks and marks of direction."""
    kept = (" " if sign.isspace() else sign for sign in text)
    return "".join(sign for sign in kept if unicodedata.category(sign) not in {"Cc", "Cf", "Cs", "Co", "Cn"})


def element(tag: str, **attributes: str) -> Any:
    """A tag of Word’s own, for what python-docx has no words for."""
    from docx.oxml import OxmlElement  # noqa: PLC0415
    from docx.oxml.ns import qn  # noqa: PLC0415

    made = OxmlElement(tag)
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), value)
    return made


def styled(part: Any, code: str) -> Any:
    """A paragraph or a run in one of the styles; python-docx would look through all styles for the name, each time anew."""
    part._element.style = code
    return part


def line_below(paragraph_or_style: Any, eighths_of_a_point: int) -> None:
    """A rule under a paragraph, or under each one of a style; 0 takes away the one that there is."""
    properties = getattr(paragraph_or_style, "element", paragraph_or_style._element).get_or_add_pPr()
    for old in list(properties.iterchildren("{*}pBdr")):
        properties.remove(old)
    if eighths_of_a_point:
        line = element("w:bottom", val="single", sz=str(eighths_of_a_point), space="4", color=INK)
        borders = element("w:pBdr")
        borders.append(line)
        properties.insert_element_before(borders, *_AFTER_BORDERS)


def _adapt(document: Document, language: str) -> None:
    """The styles that every Word knows: its lists of contents and its navigation are made from them."""
    styles: Any = document.styles
    for properties in styles.element.iter("{*}rPrDefault"):
        _speak(properties[0], REGIONS[language])
    _letters(styles["Normal"], SANS, 10, INK)
    _space(styles["Normal"], 0, 2)
    for name, size, before, after in (
        ("Title", 20, 18, 0),
        ("Heading 1", 13, 16, 6),
        ("Heading 2", 10.5, 3, 0),
    ):
        _letters(styles[name], SERIF, size, INK, bold=True)
        _space(styles[name], before, after, with_next=True)
    line_below(styles["Title"], 0)
    for name in ("Header", "Footer"):
        _letters(styles[name], SANS, 8, SOFT)


def _add(document: Document, language: str) -> None:
    """Our own styles, which stand in the editor’s list under names in the language of the document."""
    from docx.enum.style import WD_STYLE_TYPE  # noqa: PLC0415

    styles: Any = document.styles
    for code, face, size, colour, before, after in (
        (OVER_TITLE, SERIF, 9.5, INK, 0, 0),
        (PARTICIPANT, SANS, 10, INK, 3, 0),
        (DETAILS, SANS, 8.5, SOFT, 0, 4),
        (HEAD_OF_TABLE, SANS, 8.5, SOFT, 0, 2),
    ):
        made = _new(styles, code, WD_STYLE_TYPE.PARAGRAPH, language)
        made.base_style = styles["Normal"]
        _letters(made, face, size, colour)
        _space(made, before, after)
    _new(styles, FAMILY_NAME, WD_STYLE_TYPE.CHARACTER, language).font.bold = True
    other = _new(styles, OTHER_LANGUAGE, WD_STYLE_TYPE.CHARACTER, language)
    _letters(other, SERIF, None, SOFT, bold=False)
    other.font.italic = True
    _speak(other.element.get_or_add_rPr(), REGIONS["fr" if language == "en" else "en"])


def _new(styles: Any, code: str, kind: Any, language: str) -> Any:
    made = styles.add_style(translated(_NAMES[code], language), kind)
    made.element.styleId = code
    return made


def _letters(style: Any, face: str, size: float | None, colour: str, *, bold: bool | None = None) -> None:
    from docx.oxml.ns import qn  # noqa: PLC0415
    from docx.shared import Pt, RGBColor  # noqa: PLC0415

    style.font.name = face
    fonts = style.element.rPr.rFonts
    fonts.attrib.clear()  # the fonts of a theme would win over those that are named
    for script in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{script}"), face)
    style.font.size = Pt(size) if size is not None else None
    style.font.bold = bold
    style.font.color.rgb = RGBColor.from_string(colour)


def _space(style: Any, before: float, after: float, *, with_next: bool = False) -> None:
    from docx.shared import Pt  # noqa: PLC0415

    form = style.paragraph_format
    form.space_before, form.space_after, form.line_spacing = Pt(before), Pt(after), 1.1
    form.keep_with_next = with_next


def _speak(properties: Any, region: str) -> None:
    """The language in which Word checks and reads aloud."""
    for old in list(properties.iterchildren("{*}lang")):
        properties.remove(old)
    properties.append(element("w:lang", val=region))
