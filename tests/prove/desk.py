"""Guards of the desk at the entrance: what a camera may send, and what is never said of somebody without being asked."""

from __future__ import annotations

from tests.prove.guard import Guard

GUARDS = (
    Guard(
        "pictures: the bound of pixels comes before the decoding",
        "app/lib/barcodes.py",
        "        _refuse_excess(image, picture)\n",
        "",
        "tests/lib/test_barcodes.py::test_the_bound_of_pixels_is_asked_before_they_are_decoded",
    ),
    Guard(
        "pictures: only what a camera makes is opened",
        "app/lib/barcodes.py",
        "io.BytesIO(picture), formats=_KINDS)",
        "io.BytesIO(picture))",
        "tests/lib/test_barcodes.py::test_what_is_no_picture_of_a_camera_is_refused",
    ),
    Guard(
        "desk: a code that a camera reads is never part of a name",
        "app/checkin/marking.py",
        'return "camera" in request.form or ',
        "return ",
        "tests/checkin/test_by_script.py::test_what_a_camera_reads_is_never_part_of_a_name",
    ),
    Guard(
        "desk: the open page reads a discreet name only after it was opened",
        "app/checkin/desk_page.py",
        "Viewer.OPENED if session.get(OPENED) == registration.id else Viewer.OTHERS",
        "Viewer.OPENED",
        "tests/checkin/test_by_script.py::test_who_is_discreet_stays_so_until_the_name_is_opened",
    ),
)
