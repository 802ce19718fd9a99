"""Guards of badges, certificates and visa letters: whom they name, and who has one."""

from __future__ import annotations

from tests.prove.guard import Guard

_ROOM = "app/services/papers"
_TESTS = "tests/services/papers"

GUARDS = (
    Guard(
        "signed papers: one that bears true names leaves the discreet out",
        f"{_ROOM}/people.py",
        "if alone or not person.discreet]",
        "]",
        f"{_TESTS}/test_certificates.py::test_the_discreet_are_left_out_unless_one_is_asked_for",
    ),
    Guard(
        "signed papers: the badge of a discreet person tells no function",
        f"{_ROOM}/badges.py",
        '"" if person.discreet else person.function or ""',
        'person.function or ""',
        f"{_TESTS}/test_badges.py::test_nothing_of_the_discreet_but_for_whom_they_come",
    ),
    Guard(
        "signed papers: a certificate goes out only to whoever has come",
        "app/services/letter_sense.py",
        "    return db.session.scalar(query) is not None\n",
        "    return True\n",
        f"{_TESTS}/test_certificate_sending.py::test_it_does_not_go_out_once_the_check_in_was_undone",
    ),
    Guard(
        "signed papers: nobody gets a certificate twice by a letter to all",
        f"{_ROOM}/certificate_sending.py",
        "*([] if alone else [~_has_one()])",
        "",
        f"{_TESTS}/test_certificate_sending.py::test_everybody_who_came_gets_one_once",
    ),
    Guard(
        "certificates: nobody gets one again because a page is old",
        f"{_ROOM}/certificate_sending.py",
        "    mark = marks.of(sorted(waiting), sorted(again))\n",
        "    mark = marks.of(sorted([*waiting, *again]))\n",
        "tests/organiser/test_certificates_send.py::test_a_certificate_that_somebody_else_has_sent_meanwhile_is_told",
    ),
)
