"""Guards of settings, of decisions that the worker takes, and of what is for whoever builds the application."""

from __future__ import annotations

from tests.prove.guard import Guard

_JOBS = "tests/services/test_decision_jobs.py"
_ASKING = "tests/public/test_asking_little.py"
_WHOLE = "tests/services/test_whole_jobs.py"
GUARDS = (
    Guard(
        "decisions: a job that was given up keeps no reason",
        "app/services/jobs.py",
        "    if job is not None and any(name in job.parameters for name in _UNTIL_THE_END):\n",
        "    if job is None:\n",
        f"{_JOBS}::test_the_reason_goes_from_a_job_that_was_given_up",
    ),
    Guard(
        "jobs: the worker asks whether they may still be done",
        "app/services/jobs.py",
        "    return user if db.session.scalar(sees) is not None else None\n",
        "    return user\n",
        f"{_WHOLE}::test_whoever_organises_the_event_no_more_has_nothing_done "
        f"{_JOBS}::test_whoever_may_decide_no_more_decides_nothing_more",
    ),
    Guard(
        "whole work: what has changed since it was shown is not done",
        "app/services/whole_jobs.py",
        ' or made.mark != asked.said["seen"]:\n',
        ":\n",
        f"{_WHOLE}::test_the_same_list_twice_counts_once",
    ),
    Guard(
        "whole work: what was handed in goes when the job ends",
        "app/services/whole_jobs.py",
        'job.parameters, job.done = {"told": told}, ',
        'job.parameters, job.done = {**job.parameters, "told": told}, ',
        f"{_WHOLE}::test_a_list_is_taken_over_by_the_worker",
    ),
    Guard(
        "discreet: a form with fields left out is not filled from the register",
        "app/organiser/participants/participant_forms.py",
        "    shown = _IDENTITY if as_stored or not registration.discreet else ()\n",
        "    shown = _IDENTITY\n",
        "tests/organiser/test_participant_changes.py"
        "::test_a_form_with_fields_left_out_does_not_give_a_discreet_name_away",
    ),
    Guard(
        "headers of a mail: an encoded name hides no line break",
        "app/emails/messages.py",
        '        said = f"{envelope.sender_name}{value}"',
        "        said = str(value)",
        "tests/emails/test_messages.py::test_a_sender_name_cannot_either",
    ),
    Guard(
        "escaping: nothing typed stands in a lazy message",
        "app/organiser/settings/network_forms.py",
        '        raise ValidationError(_("Leave',
        '        raise ValidationError(_l("Leave',
        "tests/guards/test_lazy_words.py::test_nothing_but_bounds_is_put_into_them",
    ),
    Guard(
        "the name: an article that is none ends no page",
        "app/lib/installation.py",
        "    if article in _FRENCH_OF:",
        "    if article:",
        "tests/services/test_network.py::test_what_no_form_wrote_stops_no_page",
    ),
    Guard(
        "the name: without a database the last that was known holds",
        "app/services/network.py",
        "    except SQLAlchemyError:\n        return",
        "    except ValueError:\n        return",
        "tests/services/test_network.py::test_without_a_database_the_last_that_was_known_holds",
    ),
    Guard(
        "production: no style guide",
        "app/__init__.py",
        "    if not settings.production:\n        app.register_blueprint(styleguide.bp)\n",
        "    app.register_blueprint(styleguide.bp)\n",
        "tests/web/test_production.py::test_the_style_guide_is_not_there",
    ),
    Guard(
        "asking little: a capacity that is known is not asked",
        "templates/public/registration/form.html",
        "{% if form.category.choices|length != 1 or form.category.errors %}",
        "{% if true %}",
        f"{_ASKING}::test_what_an_event_leaves_no_choice_in_is_not_asked",
    ),
    Guard(
        "asking little: that one would wait is said where there is no choice",
        "app/public/registration_page.py",
        "admissions) if len(event.modes) == 1 else {}",
        "admissions) if len(event.modes) == 2 else {}",
        f"{_ASKING}::test_that_one_would_wait_is_said_where_there_is_no_choice_either",
    ),
    Guard(
        "kept: a question that somebody has answered is drawn anew",
        "app/web/blank_questions.py",
        " and not asked.data)",
        ")",
        "tests/web/test_blank_questions.py::test_what_stands_there_already_is_drawn_each_time",
    ),
    Guard(
        "kept: an installation below a folder names its own addresses",
        "app/web/page_addresses.py",
        "known(folder, endpoint",
        'known("", endpoint',
        "tests/web/test_page_addresses.py::test_an_installation_below_a_folder_names_its_own",
    ),
    Guard(
        "asking little: what was pasted behind an address is left out",
        "app/lib/addresses.py",
        '    tidied = tidied.rstrip(" ,;.")\n',
        "",
        f"{_ASKING}::test_an_address_is_read_as_it_was_pasted",
    ),
    Guard(
        "pasted rows: what stands behind the function is not lost",
        "app/services/nominee_rows.py",
        '"email", "function", "role")\n',
        '"email", "function")\n',
        "tests/services/test_nominee_rows.py::test_what_stands_behind_the_function_is_the_part_and_is_not_lost",
    ),
    Guard(
        "own programme: an hour stays on one line on a phone",
        "app/static/css/public.css",
        "  .slot.own { grid-template-columns: 4.25rem",
        "  .slot.own { grid-template-columns: 3.5rem",
        "tests/browser/test_invited_by_keyboard.py::test_from_the_mail_to_the_confirmation",
    ),
)
