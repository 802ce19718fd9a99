"""Guards of what monitoring is told, and of what counts for it."""

from __future__ import annotations

from tests.prove.guard import Guard

_METRICS = "tests/web/test_metrics.py"
_COUNTS = "tests/lib/test_shared_counts.py"
GUARDS = (
    Guard(
        "metrics: only with the token",
        "app/web/metrics.py",
        '    return hmac.compare_digest(sent.encode(), f"Bearer {token}".encode())\n',
        '    return sent.startswith("Bearer")\n',
        f"{_METRICS}::test_only_with_the_token",
    ),
    Guard(
        "metrics: no page without the setting",
        "app/web/metrics.py",
        "        abort(404)\n",
        "        pass\n",
        f"{_METRICS}::test_without_the_setting_there_is_no_such_page",
    ),
    Guard(
        "metrics: a method that nobody knows is one of all others",
        "app/web/request_counts.py",
        "    method = METHODS.index(request.method) if request.method in METHODS else len(METHODS) - 1\n",
        "    method = METHODS.index(request.method) if request.method in METHODS else 0\n",
        f"{_METRICS}::test_requests_by_view_method_and_kind_of_answer",
    ),
    Guard(
        "metrics: what takes long in a worker is counted too",
        "app/ground.py",
        "        slow_statements.install(db.engine, slow, counts.slow_statement)\n",
        "        slow_statements.install(db.engine, slow)\n",
        f"{_METRICS}::test_a_statement_that_takes_long_is_one_of_them",
    ),
    Guard(
        "memory: the worker’s factory makes no page",
        "app/__init__.py",
        "    app = ground.laid(config or Config.from_environment())\n    worker.init_app(app)\n",
        "    app = create_app(config)\n",
        "tests/guards/test_what_is_loaded.py::test_the_worker_holds_no_page",
    ),
    Guard(
        "memory: the consumer runs what the worker’s factory makes",
        "wsgi.py",
        "        made = _made(create_worker).extensions",
        "        made = _made(create_app).extensions",
        "tests/worker/test_own_factory.py::test_what_the_consumer_runs_holds_no_page",
    ),
    Guard(
        "memory: threads of a worker share one place of it",
        "app/worker/one_arena.py",
        "        ctypes.CDLL(None).mallopt(_M_ARENA_MAX, 1)\n",
        "        pass\n",
        "tests/worker/test_one_arena.py::test_threads_share_one_place_of_memory",
    ),
    Guard(
        "counts: a process that was forked counts for itself",
        "app/lib/shared_counts.py",
        "        if own is not None and own.process == os.getpid():\n",
        "        if own is not None:\n",
        f"{_COUNTS}::test_a_process_that_is_killed_has_lost_nothing_and_a_forked_one_counts_for_itself",
    ),
    Guard(
        "counts: nothing is taken over twice",
        "app/lib/shared_counts.py",
        "        if last != path.name:",
        "        if True:",
        f"{_COUNTS}::test_stopped_between_the_two_steps_of_taking_over_it_is_not_counted_twice",
    ),
    Guard(
        "counts: what lives is not taken over",
        "app/lib/shared_counts.py",
        "        return True\n    return False\n",
        "        return False\n    return False\n",
        f"{_COUNTS}::test_a_process_that_is_killed_has_lost_nothing_and_a_forked_one_counts_for_itself",
    ),
    Guard(
        "system: letters that are held on purpose are no trouble",
        "app/services/delivery.py",
        "        & or_(Letter.campaign_id.is_(None), Letter.campaign_id.not_in(held))\n",
        "",
        "tests/organiser/test_system.py::test_letters_that_are_held_on_purpose_are_no_trouble",
    ),
    Guard(
        "signs of life: two workers note the same at the same moment",
        "app/services/heartbeats.py",
        "row.on_conflict_do_update(index_elements=[Heartbeat.name], set_=changes)",
        "row",
        "tests/worker/test_signs_of_life.py::test_two_workers_note_the_same_for_the_first_time",
    ),
)
