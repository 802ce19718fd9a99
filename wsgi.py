"""What the web server and the worker load."""

from app import create_app

app = create_app()
huey = app.extensions["huey"]  # what huey_consumer runs
