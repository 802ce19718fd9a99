"""What the web server and the worker load."""

import gc
import sys

# Nothing of what is loaded is garbage: looking through it again and again would be an eighth of a start.
gc.disable()

from app import create_app  # noqa: E402 - that is what must not be looked through
from app.cli import starting  # noqa: E402
from config import ConfigError  # noqa: E402

try:
    app = create_app()
except ConfigError as error:
    print(error, file=sys.stderr)
    sys.exit(2)
if refusal := starting.refusal(app):
    print(refusal, file=sys.stderr)
    sys.exit(2)
# What stands after the start stays: the collector of garbage need not look through it during every fifth page,
# and processes that are forked from this one go on sharing it.
gc.freeze()
# A page makes thousands of things, and few of them in circles: it need not be interrupted after every 700.
gc.set_threshold(10_000)
gc.enable()
huey = app.extensions["huey"]  # what huey_consumer runs
