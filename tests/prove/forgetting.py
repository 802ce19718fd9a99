"""Guards of forgetting: what goes with an erasure, and what protects from it."""

from __future__ import annotations

from tests.prove.guard import Guard

GUARDS = (
    Guard(
        "forgetting: a name that was only typed takes nobody out of the programme",
        "app/services/privacy/elsewhere.py",
        "typed = traces.name_is_vouched and traces.name",
        "typed = traces.name",
        "tests/services/privacy/test_elsewhere.py"
        "::test_a_stranger_with_the_name_of_a_speaker_takes_nobody_out_of_the_programme",
    ),
    Guard(
        "forgetting: letters that name somebody as a substitute are emptied",
        "app/services/privacy/erased_letters.py",
        "{registration.id, *declined}",
        "{registration.id}",
        "tests/services/privacy/test_elsewhere.py::test_a_letter_that_names_somebody_as_a_substitute_is_emptied",
    ),
    Guard(
        "forgetting: the erased get no letter that was queued meanwhile",
        "app/services/delivery.py",
        "    if _is_to_erased(letter):",
        "    if False:",
        "tests/services/privacy/test_elsewhere.py::test_what_was_queued_while_somebody_was_erased_does_not_go_out",
    ),
    Guard(
        "forgetting: an invitation whose period is over is open to nobody",
        "app/services/privacy/forgetting.py",
        "    db.session.execute(update(InvitationLink).where(*still_open).values(revoked_at=now()))\n",
        "",
        "tests/services/privacy/test_retention.py::test_an_invitation_whose_address_goes_is_open_to_nobody",
    ),
    Guard(
        "forgetting: lists in which needs may stand go with them",
        "app/services/privacy/forgetting.py",
        "        jobs.forget_of_event(event_id)\n",
        "        pass\n",
        "tests/services/privacy/test_retention.py::test_lists_in_which_needs_may_stand_go_with_them",
    ),
    Guard(
        "forgetting: what is due is asked again under the locks",
        "app/services/privacy/forgetting.py",
        "Registration.id.in_(still_due(ids))",
        "Registration.id.in_(ids)",
        "tests/services/privacy/test_retention.py::test_what_is_due_no_more_under_the_locks_stays",
    ),
    Guard(
        "forgetting: whoever has shown the address is nobody’s invention",
        "app/services/privacy/kept.py",
        "        *never, Registration.verified_at.is_(None)\n",
        "        *never\n",
        "tests/services/privacy/test_retention.py::test_whoever_has_shown_the_address_is_kept_as_others_are",
    ),
    Guard(
        "forgetting: that the erased asked for a link",
        "app/services/privacy/emptying.py",
        "        elsewhere.forget_requests(normalised_address(person.email))\n",
        "        pass\n",
        "tests/services/privacy/test_erasing.py::test_that_a_correspondent_asked_for_a_link_goes",
    ),
    Guard(
        "forgetting: what was made of fictional people goes with them",
        "app/services/demonstration/removing.py",
        "for names in (handed_in, attached, made):",
        "for names in (handed_in, attached):",
        "tests/services/test_demonstration.py::test_removing_leaves_nothing_fictional_and_everything_real",
    ),
    Guard(
        "forgetting: letters to whoever is erased are emptied",
        "app/services/privacy/erasing.py",
        "    erased_letters.forget_of_registration(registration, declined, maildir)\n",
        "",
        "tests/services/privacy/test_nothing_left.py::test_nothing_is_found_any_more",
    ),
    Guard(
        "forgetting: lists that may name whoever is erased go",
        "app/services/privacy/erasing.py",
        "    jobs.forget_of_event(registration.event_id)\n",
        "",
        "tests/services/privacy/test_erasing.py::test_files_that_may_name_the_person_go_with_the_commit",
    ),
    Guard(
        "forgetting: private links of whoever is erased open nothing",
        "app/services/privacy/emptying.py",
        "    access_links.revoke_all(registration)\n",
        "",
        "tests/services/privacy/test_erasing.py::test_the_paper_in_the_hand_leads_nowhere",
    ),
    Guard(
        "forgetting: an invitation bound to a forgotten address is closed",
        "app/services/privacy/elsewhere.py",
        "link.email, link.revoked_at = None, link.revoked_at or now()",
        "link.email = None",
        "tests/services/privacy/test_erasing.py::test_an_address_that_was_invited_opens_nothing_to_others",
    ),
    Guard(
        "forgetting: whoever holds a place gives it up first",
        "app/services/privacy/erasing.py",
        "if registration.is_living and not registration.event.is_over(now()):",
        "if False:",
        "tests/services/privacy/test_erasing.py::test_before_the_end_the_place_goes_to_whoever_waits",
    ),
    Guard(
        "forgetting: whoever speaks for a body is not erased",
        "app/services/privacy/erasing.py",
        "    if speaks(person):\n        raise MandateRuns\n",
        "",
        "tests/services/privacy/test_erasing.py::test_whoever_speaks_for_a_body_is_not_erased",
    ),
    Guard(
        "forgetting: retention spares running mandates",
        "app/services/privacy/kept.py",
        "        ~exists().where(Mandate.person_id == Person.id, goes_on),\n",
        "",
        "tests/services/privacy/test_retention.py::test_a_running_mandate_keeps_a_person",
    ),
    Guard(
        "forgetting: what a shorter period takes is seen first",
        "app/organiser/privacy/retention_periods.py",
        "if any(due.number for due in taken) and not form.sure.data:",
        "if False:",
        "tests/organiser/test_retention.py::test_what_a_shorter_one_takes_is_said_first",
    ),
    Guard(
        "work that failed: why it was asked for goes with it",
        "app/services/jobs.py",
        '_UNTIL_THE_END = ("reason", "reason_en", "reason_fr", "handed")',
        '_UNTIL_THE_END = ("reason", "handed")',
        "tests/services/test_whole_jobs.py::test_why_an_event_should_be_cancelled_goes_with_the_job_too",
    ),
)
