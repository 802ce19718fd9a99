"""One of several processes that validate at once: `python -m tests.concurrency.validating START [--unlocked] ID …`.

It waits until the file START is there, validates each registration in a transaction of its own, and prints how many it
validated and how many were refused because the quota was used up.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

from app import create_app
from app.extensions import db
from app.services import deciding
from app.services.errors import QuotaFull
from tests.concurrency.unlocked import unlocked_app
from tests.records import CORRESPONDENT


def main(start: Path, ids: list[int], *, locked: bool) -> None:
    app = create_app() if locked else unlocked_app()
    validated = refused = 0
    with app.app_context():
        print("ready", flush=True)
        while not start.exists():
            time.sleep(0.005)
        for registration_id in ids:
            try:
                deciding.validate(registration_id, CORRESPONDENT)
                db.session.commit()
                validated += 1
            except QuotaFull:
                db.session.rollback()
                refused += 1
    print(validated, refused)


if __name__ == "__main__":
    given = [argument for argument in sys.argv[2:] if argument != "--unlocked"]
    main(Path(sys.argv[1]), [int(number) for number in given], locked="--unlocked" not in sys.argv)
