"""What the web server and the worker load."""

import sys

from app import create_app
from config import ConfigError

try:
    app = create_app()
except ConfigError as error:
    print(error, file=sys.stderr)
    sys.exit(2)
huey = app.extensions["huey"]  # what huey_consumer runs
