"""What the web server and the worker load."""

import gc
import sys

from app import create_app
from app.cli import starting
from config import ConfigError

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
huey = app.extensions["huey"]  # what huey_consumer runs
