"""create_app(): the only file that knows every feature."""

from __future__ import annotations

import os
from typing import Any

from flask import Flask
from flask.sessions import NullSession, SessionInterface
from jinja2 import StrictUndefined
from werkzeug.middleware.proxy_fix import ProxyFix

from . import clock, db, i18n
from .calls import routes as calls
from .centres import api as centres_api
from .centres import routes as centres
from .config import ROOT, Settings, read_settings
from .groups import api as groups_api
from .groups import making_routes as group_making
from .groups import routes as groups
from .home import api as home_api
from .home import mine, staff
from .home import routes as home
from .joining import api as joining_api
from .joining import asking_routes as asking
from .joining import door_routes as group_door
from .joining import routes as joining
from .library import routes as library
from .library import staff_routes as run_sheets
from .management import routes as management
from .meetings import routes as meetings
from .nudges import api as nudges_api
from .nudges import routes as reminders
from .offline import routes as offline
from .people import access
from .people import api as people_api
from .people import routes as people
from .programme import community_routes as communities
from .programme import import_routes as imports
from .programme import routes as programme
from .progress import api as progress_api
from .push import api as push_api
from .staffing import api as staffing_api
from .staffing import mine as staff_account
from .staffing import routes as staffing
from .staffing import staff as centre_staff
from .staffing import training_routes as staff_training
from .support import api as support_api
from .support import mine as support_mine
from .support import public_parts as public_services
from .support import referral_routes as referrals
from .support import routes as support
from .support import service_routes as community
from .ui import assets, headers
from .ui import errors as error_pages

PAGES = (
    assets.bp, home.root, home.bp, library.bp, run_sheets.bp, offline.bp, offline.root, centres.bp, people.bp, staffing.bp, centre_staff.bp,
    staff_account.bp, staff_training.bp, calls.bp,
    groups.bp, group_making.bp, joining.bp, group_door.bp, asking.bp, meetings.bp, mine.bp, staff.bp, management.bp,
    programme.bp, communities.bp, imports.bp, reminders.bp, support.bp, referrals.bp, community.bp, support_mine.bp,
)  # fmt: skip
CALLS = (
    centres_api.api, people_api.api, progress_api.api, groups_api.api, joining_api.api, home_api.api, support_api.api,
    staffing_api.api, push_api.api, nudges_api.api,
)  # fmt: skip

LARGEST_BODY = 256 * 1024


class NoCookieSession(SessionInterface):
    """Flask's own cookie is never used: sign-ins live in a table, public pages set nothing."""

    def open_session(self, app: Flask, request: Any) -> NullSession:
        """Return an empty, read-only session."""
        return NullSession()

    def is_null_session(self, obj: object) -> bool:
        """Keep Flask from saving it or adding Vary: Cookie."""
        return True

    def save_session(self, app: Flask, session: Any, response: Any) -> None:
        """Save nothing."""


def create_app(settings: Settings | None = None) -> Flask:
    """Build the application from its settings, by default those of the environment."""
    settings = settings or read_settings(os.environ)
    app = Flask(
        "selfhelp", root_path=str(ROOT / "selfhelp"), template_folder=".", static_folder=None
    )
    _configure(app, settings)
    db.init_app(app)
    i18n.init_app(app)
    error_pages.init_app(app)
    headers.init_app(app)
    _add_features(app)
    i18n.keep_language_in_links(app)
    return app


def _configure(app: Flask, settings: Settings) -> None:
    app.config.update({name.upper(): value for name, value in settings.model_dump().items()})
    app.config["MAX_CONTENT_LENGTH"] = LARGEST_BODY
    app.config["STATIC_DIR"] = ROOT / "static"
    app.config["TRANSLATIONS_DIR"] = ROOT / "translations"
    app.session_interface = NoCookieSession()
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals.update(now=clock.now, demo=settings.demo, app_name=_app_name(settings))
    app.extensions["public_pages"] = {}
    app.extensions["assets"] = {}
    if settings.trusted_proxies:
        count = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=count, x_proto=count, x_host=count)  # type: ignore[method-assign]


def _app_name(settings: Settings) -> Any:
    names = {"uk": settings.app_name, "en": settings.app_name_en}
    return lambda: names[i18n.current_language()]


def _add_features(app: Flask) -> None:
    access.init_app(app)
    meetings.init_app(app)
    joining.init_app(app)
    public_services.init_app(app)
    for blueprint in PAGES + CALLS:
        app.register_blueprint(blueprint)
