"""Guards of what is written down, and of what must not be: the trail, the logs, needs and names."""

from __future__ import annotations

from tests.prove.guard import Guard

GUARDS = (
    Guard(
        "logs: no e-mail address",
        "app/lib/discreet_logging.py",
        '_ADDRESS.sub("…@…", _DETAIL.sub("", message))',
        '_DETAIL.sub("", message)',
        "tests/lib/test_discreet_logging.py::test_a_message_is_discreet",
    ),
    Guard(
        "logs: of an exception no words",
        "app/lib/discreet_logging.py",
        "            record.exc_text, record.exc_info = kind_and_place(record.exc_info[1]), None\n",
        "            pass\n",
        "tests/lib/test_discreet_logging.py::test_of_an_exception_stay_kind_and_place",
    ),
    Guard(
        "records: a refused attempt to sign in",
        "app/services/accounts/signing_in.py",
        '    audit.record(PERSON, "user.sign_in_refused", user)\n',
        "",
        "tests/accounts/test_sign_in.py::test_what_happened_is_on_record_without_values",
    ),
)
