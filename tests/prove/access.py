"""Guards of who may see and do what: rules on the doors, filters in the queries."""

from __future__ import annotations

from tests.prove.guard import Guard

GUARDS = (
    Guard(
        "access: each request is asked for its rule",
        "app/web/access.py",
        "    app.before_request(_ask)\n",
        "    app.extensions['unasked'] = _ask\n",
        "tests/guards/test_access_rules.py::test_a_stranger_gets_nowhere_behind_the_working_doors",
    ),
    Guard(
        "access: a view without a rule is closed",
        "app/web/access.py",
        "    if rule is None:\n        abort(403)\n",
        "    if rule is None:\n        return None\n",
        "tests/guards/test_access_rules.py::test_a_view_without_a_rule_is_refused",
    ),
    Guard(
        "access: a role opens its own doors only",
        "app/web/access.py",
        "    if current_user.role not in rule.roles:\n",
        "    if False:\n",
        "tests/checkin/test_desk_access.py::test_roles"
        " tests/organiser/test_statistics_readers.py::test_who_may_see_it"
        " tests/organiser/test_participants.py::test_the_desk_has_no_list",
    ),
    Guard(
        "access: a correspondent’s visit is looked up each time",
        "app/delegation/door.py",
        "    if rule is not access.CORRESPONDENT or visit.look_up():\n",
        "    if visit.look_up() or rule is access.ANYONE or request.method in units.SAFE:\n",
        "tests/delegation/test_others.py::test_without_a_visit_every_address_leads_to_the_sign_in"
        " tests/delegation/test_sign_in.py::test_a_visit_ends_after_three_hours",
    ),
    Guard(
        "object filter: events of an account limited to some",
        "app/services/event_sight.py",
        "    named = _ALL_NAMED if user.all_events else _OWN_NAMED\n",
        "    named = _ALL_NAMED\n",
        "tests/organiser/test_participants.py::test_other_events_look_as_if_there_were_none"
        " tests/checkin/test_desk_access.py::test_the_desk_of_another_event_is_not_there",
    ),
    Guard(
        "object filter: events of an account limited to some, at a scan",
        "app/services/event_sight.py",
        "    to_scan = _ALL_TO_SCAN if user.all_events else _OWN_TO_SCAN\n",
        "    to_scan = _ALL_TO_SCAN\n",
        "tests/checkin/test_desk_access.py::test_the_desk_of_another_event_is_not_there",
    ),
    Guard(
        "object filter: people of another event",
        "app/services/participant_page.py",
        "        .where(Registration.id == registration_id, Registration.event_id == event.id)\n",
        "        .where(Registration.id == registration_id)\n",
        "tests/organiser/test_participant.py::test_people_of_other_events_are_not_there",
    ),
    Guard(
        "object filter: people of another event in a decision on many",
        "app/services/bulk_deciding.py",
        ".where(Registration.event_id == event.id, Registration.id.in_(wanted))",
        ".where(Registration.id.in_(wanted))",
        "tests/services/test_bulk_deciding.py::test_a_foreign_registration_refuses_all"
        " tests/organiser/test_bulk.py::test_people_of_other_events_are_not_there",
    ),
    Guard(
        "object filter: sessions of another event",
        "app/services/programme.py",
        "        .where(EventSession.id == session_id, EventSession.event_id == event.id)\n",
        "        .where(EventSession.id == session_id)\n",
        "tests/services/test_programme.py::test_a_session_of_another_event_is_not_there",
    ),
    Guard(
        "object filter: sessions of another event in the form",
        "app/services/applications.py",
        '        EventSession.event_id == bindparam("event"),\n',
        "",
        "tests/services/test_applications.py::test_sessions_that_cannot_be_chosen",
    ),
    Guard(
        "object filter: documents of another event, for organisers",
        "app/services/documents.py",
        "        select(EventDocument).where(EventDocument.event_id == event.id, EventDocument.id == document_id)\n",
        "        select(EventDocument).where(EventDocument.id == document_id)\n",
        "tests/organiser/test_documents.py::test_a_document_of_another_event_is_not_there",
    ),
    Guard(
        "object filter: documents that are meant for others",
        "app/services/documents.py",
        '        EventDocument.visibility.in_(bindparam("seen", expanding=True)),\n',
        "",
        "tests/services/test_documents.py::test_everybody_sees_what_is_meant_for_them",
    ),
    Guard(
        "object filter: letters of another event",
        "app/services/letter_log.py",
        "        .where(Letter.id == letter_id, Letter.event_id == event.id)\n",
        "        .where(Letter.id == letter_id)\n",
        "tests/organiser/test_letters.py::test_letters_of_other_events_stand_elsewhere",
    ),
    Guard(
        "object filter: messages of another event",
        "app/services/campaigns.py",
        "        select(Campaign).where(Campaign.event_id == event.id, Campaign.id == campaign_id)\n",
        "        select(Campaign).where(Campaign.id == campaign_id)\n",
        "tests/services/test_campaigns.py::test_a_message_of_another_event_is_not_there",
    ),
    Guard(
        "object filter: reminder rules of another event",
        "app/services/reminder_rules.py",
        "        select(ReminderRule).where(ReminderRule.id == rule_id, ReminderRule.event_id == event.id)\n",
        "        select(ReminderRule).where(ReminderRule.id == rule_id)\n",
        "tests/organiser/test_reminder_rules.py::test_anothers_rule_is_nowhere",
    ),
    Guard(
        "object filter: files that somebody else asked for",
        "app/services/jobs.py",
        "select(Job).where(Job.id == job_id, Job.user_id == user.id)",
        "select(Job).where(Job.id == job_id)",
        "tests/organiser/test_jobs.py::test_the_file_is_for_whoever_asked",
    ),
    Guard(
        "object filter: a check-in at another event",
        "app/services/attendance/checking_in.py",
        "CheckIn.id == entry_id, CheckIn.event_id == event.id, CheckIn.kind",
        "CheckIn.id == entry_id, CheckIn.kind",
        "tests/services/attendance/test_checking_in.py::test_nothing_of_another_event_can_be_taken_back",
    ),
    Guard(
        "object filter: a name at the desk of another event",
        "app/services/attendance/checking_in.py",
        'Registration.id == bindparam("number"), Registration.event_id == bindparam("event")',
        'Registration.id == bindparam("number")',
        "tests/outside/test_ids_of_others.py::test_the_desk_opens_no_name_of_another_event",
    ),
    Guard(
        "object filter: a delegation of another body",
        "app/delegation/visit.py",
        "        if body.code == code:\n            return body\n    raise NotFound\n",
        "        if body.code == code:\n            return body\n    from app.services.body_list import of_code\n\n"
        "    return of_code(code)\n",
        "tests/delegation/test_others.py::test_anothers_delegation_is_not_found_by_any_address",
    ),
    Guard(
        "object filter: people of another body",
        "app/services/delegation_sight.py",
        "            Registration.body_id.in_([body.id for body in bodies]),\n",
        "",
        "tests/delegation/test_others.py::test_anothers_delegation_is_not_found_by_any_address",
    ),
    Guard(
        "object filter: people in another capacity",
        "app/services/delegation_sight.py",
        "            Registration.category.in_(DELEGATIONS),\n            Event.status.in_(_SHOWN),\n",
        "            Event.status.in_(_SHOWN),\n",
        "tests/delegation/test_people.py::test_members_in_another_capacity_are_not_the_delegations",
    ),
    Guard(
        "object filter: people known from another body",
        "app/services/known_people.py",
        "    raise NotFound\n",
        "    person = db.session.get_one(Person, person_id)\n"
        "    known = Nominee(person.given_name, str(person.family_name), str(person.email))\n"
        "    return nominating.nominate(event_id, body_id, known, actor)\n",
        "tests/services/test_known_people.py::test_another_bodys_people_are_nobody"
        " tests/delegation/test_naming.py::test_nobody_is_known_but_those_who_are_offered",
    ),
    Guard(
        "access: a mandate that has ended opens nothing",
        "app/services/correspondent_visits.py",
        "    return Visit(link.person, bodies) if bodies else None\n",
        "    return Visit(link.person, bodies or [body for body in db.session.scalars(select(Body))])\n",
        "tests/delegation/test_sign_in.py::test_a_visit_ends_with_the_mandate",
    ),
    Guard(
        "discreet: others read “Representative”",
        "app/services/shown_names.py",
        "    if registration.discreet and viewer is Viewer.OTHERS:\n",
        "    if False:\n",
        "tests/services/test_shown_names.py::test_who_sees_a_discreet_person",
    ),
    Guard(
        "discreet: a discreet speaker is never named",
        "app/services/shown_names.py",
        "    if registration is not None and (registration.discreet or registration.family_name is None):\n",
        "    if registration is not None and registration.family_name is None:\n",
        "tests/services/test_shown_names.py::test_a_discreet_or_erased_speaker_is_never_named",
    ),
    Guard(
        "discreet: no conflict gives a name away to another body",
        "app/services/delegation_sight.py",
        "            Registration.body_id == body.id,\n            Registration.category.in_(DELEGATIONS),\n",
        "",
        "tests/delegation/test_naming.py::test_of_anybody_else_nothing_is_told",
    ),
    Guard(
        "discreet: a form of the directory with fields left out opens nothing",
        "app/organiser/correspondents/correspondent_forms.py",
        "    shown = _IDENTITY if as_stored or not person.discreet else ()\n",
        "    shown = _IDENTITY\n",
        "tests/organiser/test_correspondents.py::test_no_form_gives_somebody_discreet_away",
    ),
    Guard(
        "discreet: no conflict in the directory gives a name away",
        "app/organiser/correspondents/correspondent.py",
        "            if not mandate.person.discreet:  # shown only to whoever opens it\n",
        "            if True:\n",
        "tests/organiser/test_correspondents.py::test_no_form_gives_somebody_discreet_away",
    ),
)
