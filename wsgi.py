"""The application for any WSGI server: `gunicorn wsgi:app`."""

from selfhelp.app import create_app

app = create_app()
