"""Guards of the lists and sheets on paper: who stands there, by what name, and what is told of whoever must not be known."""

from __future__ import annotations

from tests.prove.guard import Guard

_LIST = "tests/services/papers/test_list_of_participants.py"
_UNNAMED = f"{_LIST}::test_whoever_must_not_be_named_stands_as_a_representative"

GUARDS = (
    Guard(
        "lists: whoever did not agree is not named to participants",
        "app/services/papers/names_on_paper.py",
        "    withheld = audience is Audience.PARTICIPANTS and not registration.consent_lists\n",
        "    withheld = False\n",
        _UNNAMED,
    ),
    Guard(
        "lists: discreet persons are representatives",
        "app/services/papers/names_on_paper.py",
        "    return _settable(shown_name(registration, Viewer.OTHERS, language))\n",
        "    return _settable(shown_name(registration, Viewer.OPENED, language))\n",
        "tests/services/papers/test_every_paper.py::test_names_are_read_back_and_the_discreet_are_not_there"
        " tests/services/papers/test_badges.py",
    ),
    Guard(
        "lists: of whom without a name no function is told",
        "app/services/papers/list_of_participants.py",
        "        if not unnamed:\n",
        "        if True:\n",
        _UNNAMED,
    ),
    Guard(
        "lists: of whom without a name no title is told",
        "app/services/papers/list_of_participants.py",
        '        title = "" if unnamed else person.title or ""\n',
        '        title = person.title or ""\n',
        _UNNAMED,
    ),
    Guard(
        "lists: an address stands there with consent alone",
        "app/services/papers/list_of_participants.py",
        '            yield (person.email or "") if person.consent_lists else ""\n',
        '            yield person.email or ""\n',
        f"{_LIST}::test_an_address_stands_there_with_consent_alone",
    ),
    Guard(
        "lists: no place in the alphabet gives a name away",
        "app/services/papers/precedence.py",
        '    name = (unnamed, "" if unnamed else person.sort_name, person.id)\n',
        "    name = (False, person.sort_name, person.id)\n",
        "tests/services/papers/test_precedence.py"
        "::test_who_has_no_name_comes_last_among_equals_and_in_no_order_of_names",
    ),
    Guard(
        "lists: whoever was erased is on no paper",
        "app/services/papers/people.py",
        ", Registration.anonymised_at.is_(None)",
        "",
        f"{_LIST}::test_whoever_was_erased_is_not_on_it",
    ),
    Guard(
        "lists: a name is text in the Word file",
        "app/documents/word_styles.py",
        '    return "".join(sign for sign in kept if unicodedata.category(sign) not in {"Cc", "Cf", "Cs", "Co", "Cn"})\n',
        '    return "".join(kept)\n',
        "tests/documents/test_list_of_participants_word.py::test_whatever_somebody_is_called_is_text",
    ),
)
