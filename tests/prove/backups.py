"""Guards of backups: what makes a file whole, and a place whole or empty."""

from __future__ import annotations

from tests.prove.guard import Guard

_FILES = "tests/services/backup/test_files.py"
_RESTORING = "tests/services/backup/test_restoring.py"
_PLACES = "tests/services/backup/test_places.py"
_CHECKS = "tests/services/backup/test_checks.py"

GUARDS = (
    Guard(
        "backups: the last frame is known as the last",
        "app/services/backup/frames.py",
        'number.to_bytes(4, "big") + bytes([last])',
        'number.to_bytes(4, "big") + bytes([False])',
        f"{_FILES}::test_frames_cannot_change_places",
    ),
    Guard(
        "backups: frames have their order",
        "app/services/backup/frames.py",
        'prefix + number.to_bytes(4, "big")',
        'prefix + (0).to_bytes(4, "big")',
        f"{_FILES}::test_frames_cannot_change_places",
    ),
    Guard(
        "backups: frames are bound to their beginning",
        "app/services/backup/frames.py",
        "cipher.decrypt(nonce, frame, header)",
        'cipher.decrypt(nonce, frame, b"header")',
        f"{_FILES}::test_frames_cannot_change_places",
    ),
    Guard(
        "backups: rows are those of the manifest",
        "app/services/backup/archive.py",
        "    if manifest != {name: asdict(count) for name, count in tally.counts.items()}:",
        "    if False:",
        f"{_FILES}::test_content_that_makes_no_sense_is_refused",
    ),
    Guard(
        "backups: no line fills the memory",
        "app/services/backup/lines.py",
        "        if size > LONGEST:",
        "        if False:",
        f"{_FILES}::test_a_bomb_is_refused_before_it_fills_the_memory",
    ),
    Guard(
        "backups: only an empty place is filled",
        "app/services/backup/schema.py",
        "    if found:\n        raise NotEmpty(",
        "    if False:\n        raise NotEmpty(",
        f"{_RESTORING}::test_a_place_that_is_not_empty_stays_as_it_is",
    ),
    Guard(
        "backups: letters that may have gone out are held",
        "app/services/backup/restoring.py",
        "holding.hold(connection) if hold else None",
        "None",
        f"{_RESTORING}::test_letters_that_were_due_are_held_with_a_reason",
    ),
    Guard(
        "backups: numbers that stood for somebody are not given again",
        "app/services/backup/schema.py",
        "max(found or 0, table.highest or 0)",
        "found or 0",
        f"{_RESTORING}::test_numbers_that_were_taken_and_given_back_are_not_given_again",
    ),
    Guard(
        "backups: what PostgreSQL cannot keep is found first",
        "app/services/backup/restoring.py",
        "stream.counts(fitting(archive.parts(), engine.dialect.name))",
        "stream.counts(archive.parts())",
        f"{_RESTORING}::test_what_postgresql_cannot_keep_is_named_before_anything_is_touched",
    ),
    Guard(
        "backups: for their owner alone",
        "app/services/backup/backup_files.py",
        "            os.fchmod(descriptor, 0o600)\n",
        "            os.fchmod(descriptor, 0o644)\n",
        f"{_PLACES}::test_a_backup_is_for_its_owner_alone_and_is_not_written_over",
    ),
    Guard(
        "backups: a file gets its name when it was read again",
        "app/services/backup/making.py",
        "            if archive.opened(opened, key).check() != counts:",
        "            if False:",
        f"{_PLACES}::test_a_disk_that_returns_something_else_is_noticed",
    ),
    Guard(
        "backups: only our own old ones go",
        "app/services/backup/backup_files.py",
        "        ours = (\n            _OURS.fullmatch",
        "        ours = (\n            True or _OURS.fullmatch",
        f"{_PLACES}::test_only_older_backups_of_ours_go",
    ),
    Guard(
        "backups: a full disk is named with the file",
        "app/services/backup/backup_files.py",
        "        error.filename = error.filename or str(unfinished)\n",
        "        pass\n",
        "tests/cli/test_backup_killed.py::test_a_full_disk_is_named_and_leaves_what_was_there",
    ),
    Guard(
        "backups: verify names files that no row knows",
        "app/services/backup/checks.py",
        '    faults += _named("belong to no row"',
        '    _named("belong to no row"',
        f"{_CHECKS}::test_a_file_that_no_row_knows",
    ),
    Guard(
        "backups: verify names rows whose file is missing",
        "app/services/backup/checks.py",
        "select(model.id).where(model.stored_name.is_not(None), ~kept)",
        "select(model.id).where(model.stored_name.is_not(None), kept, ~kept)",
        f"{_CHECKS}::test_a_row_whose_file_is_missing",
    ),
    Guard(
        "backups: one moment for all tables",
        "app/services/backup/snapshot.py",
        'isolation_level="REPEATABLE READ", postgresql_readonly=True',
        'isolation_level="READ COMMITTED", postgresql_readonly=True',
        "tests/services/backup/test_snapshot.py::test_a_snapshot_does_not_move",
    ),
)
