"""Who is asking: the cookie, the person behind it, and the decorators that let views say who may."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal, TypeVar, cast
from uuid import UUID

import flask_login
from flask import Flask, Request, abort, current_app, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.exc import OperationalError
from werkzeug.wrappers import Response

from .. import db
from ..clock import now
from ..db import SAFE_METHODS
from ..errors import Refusal
from ..ui.errors import API, problem
from . import actions, hashing, queries, rules
from .models import Participant, Role, Staff
from .queries import SignedIn

View = TypeVar("View", bound=Callable[..., Any])

SECURE_COOKIE = "__Host-sign-in"
LOOPBACK_COOKIE = "sign-in"
LOOPBACK = re.compile(r"(localhost|127\.\d+\.\d+\.\d+|\[::1\])(:\d+)?")
OWN_PATH = re.compile(r"/(uk|en)(/[\w.-]+)*/?(\?[\w.=&%+-]*)?", re.ASCII)
LONGEST_TOKEN = 128


class NeedsHttps(Refusal):
    """A cookie over plain http could be read on the way; only this machine itself may do without."""

    status = 403


@dataclass(frozen=True, slots=True)
class Guest:
    """Somebody who is not signed in."""

    is_authenticated = False
    is_active = False
    is_anonymous = True

    def get_id(self) -> None:
        """Have no id."""
        return


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who is signed in on this phone or laptop."""

    kind: Literal["participant", "staff"]
    id: UUID
    posts: tuple[tuple[Role, UUID | None], ...]
    """Roles of staff and the centre where each holds; None is the whole programme."""
    sign_in_id: UUID
    name: str
    """Empty for participants, who have none here."""
    language: str
    is_shared: bool

    is_authenticated = True
    is_active = True
    is_anonymous = False

    def get_id(self) -> str:
        """Return the id as Flask-Login wants it."""
        return str(self.id)

    @property
    def is_staff(self) -> bool:
        """Works for a centre or the programme."""
        return self.kind == "staff"

    def holds(self, *roles: Role) -> bool:
        """Say whether this person has one of these roles anywhere."""
        return any(role in roles for role, _centre in self.posts)

    def centres(self, *roles: Role) -> frozenset[UUID]:
        """Name the centres where this person has one of these roles; any role when none is named."""
        return frozenset(
            centre for role, centre in self.posts if centre and (not roles or role in roles)
        )


current_user: Person = cast("Person", flask_login.current_user)
"""The person asking; a `Guest` when `is_authenticated` is false."""


def init_app(app: Flask) -> None:
    """Let Flask-Login find people by our cookie; no cookie of its own, no Flask session."""
    app.config["REMEMBER_COOKIE_NAME"] = "never-set"
    keeper = flask_login.LoginManager()
    keeper.session_protection = None
    keeper.anonymous_user = Guest
    keeper.request_loader(person_of_request)
    # Its context processor would look for a sign-in on every page, public ones too.
    keeper.init_app(app, add_context_processor=False)
    app.jinja_env.globals["current_user"] = flask_login.current_user
    app.after_request(renew_cookie)


def participants_only(view: View) -> View:
    """Open a page to participants."""

    @functools.wraps(view)
    def guarded(*args: Any, **values: Any) -> Any:
        if not current_user.is_authenticated:
            return _ask_to_sign_in("people.join")
        if current_user.kind != "participant":
            abort(404)
        return view(*args, **values)

    guarded.access = "participant"  # type: ignore[attr-defined]
    return cast("View", guarded)


def staff_only(*roles: Role) -> Callable[[View], View]:
    """Open a page to staff with one of these roles, or to any staff."""

    def guard(view: View) -> View:
        @functools.wraps(view)
        def guarded(*args: Any, **values: Any) -> Any:
            if not current_user.is_authenticated:
                return _ask_to_sign_in("staffing.sign_in")
            if not current_user.is_staff or (roles and not current_user.holds(*roles)):
                abort(404)
            return view(*args, **values)

        guarded.access = "|".join(roles) or "staff"  # type: ignore[attr-defined]
        return cast("View", guarded)

    return guard


def _ask_to_sign_in(page: str) -> ResponseReturnValue:
    if request.path.startswith(API):
        return _erased() if _was_erased() else _unknown()
    wanted = own_path(request.full_path.rstrip("?"))
    comes_back = wanted and request.method in SAFE_METHODS and page == "staffing.sign_in"
    return redirect(url_for(page, next=wanted) if comes_back else url_for(page))


def _unknown() -> Response:
    return problem(401, _("Please sign in again. What is on the phone stays there."))


def _erased() -> Response:
    return problem(
        410,
        _("Everything kept here was erased, as you wished. The phone can now erase its copy too."),
    )


def _was_erased() -> bool:
    token = presented_token()
    if token is None:
        return False
    with db.apart(writes=False) as session:
        return queries.was_erased(session, hashing.digest_of_token(token))


def own_path(wanted: str | None) -> str | None:
    """Return a path of our own pages, or None for anything that could lead elsewhere."""
    return wanted if wanted and OWN_PATH.fullmatch(wanted) else None


def network() -> str:
    """Name the network that the request comes from."""
    return rules.network_of(request.remote_addr or "")


def cookie_name() -> str:
    """Return the name of the cookie: with a host promise over https, plain on this machine."""
    return SECURE_COOKIE if request.is_secure else LOOPBACK_COOKIE


def refuse_open_air() -> None:
    """Refuse to sign anybody in over plain http, but on this machine itself."""
    if not request.is_secure and not LOOPBACK.fullmatch(request.host):
        raise NeedsHttps(
            _("Signing in works only over a protected address, one that begins with https.")
        )


def presented_token() -> str | None:
    """Return the token in the request's cookie, if there is one of a sensible length."""
    token = request.cookies.get(cookie_name(), "")
    return token if 0 < len(token) <= LONGEST_TOKEN else None


def give_cookie(response: Response, token: str, *, is_lasting: bool) -> None:
    """Hand the token of a sign-in to the browser; one that is not lasting goes when it closes."""
    response.set_cookie(
        cookie_name(),
        token,
        max_age=rules.PARTICIPANT_LIFETIME if is_lasting else None,
        path="/",
        secure=request.is_secure,
        httponly=True,
        samesite="Lax",
    )


def take_cookie_back(response: Response) -> None:
    """Have the browser forget the token."""
    g.pop("renew_cookie", None)
    response.delete_cookie(
        cookie_name(), path="/", secure=request.is_secure, httponly=True, samesite="Lax"
    )


def end_presented_sign_in() -> None:
    """End the sign-in of the cookie that came along, whoever it belongs to."""
    token = presented_token()
    if token is not None:
        actions.end_sign_in(token)


def change_sign_in(person: Participant | Staff, *, is_shared: bool) -> str:
    """Sign somebody in here; whoever was signed in with the cookie that came along is out."""
    end_presented_sign_in()
    return actions.start_sign_in(person, is_shared=is_shared)


def person_of_request(_request: Request) -> Person | None:
    """Find who is asking; Flask-Login calls this when a view wants to know."""
    token = presented_token()
    if token is None:
        return None
    with db.reading() as session:
        found = queries.sign_in_of_token(session, hashing.digest_of_token(token))
        if found is None or not _may_come_in(found):
            return None
        posts = queries.posts_of(session, found.staff_id) if found.staff_id else ()
    _touch(found)
    return Person(
        kind="staff" if found.staff_id else "participant",
        id=cast("UUID", found.staff_id or found.participant_id),
        posts=posts,
        sign_in_id=found.id,
        name=found.name,
        language=found.language,
        is_shared=found.terms.is_shared,
    )


def _may_come_in(found: SignedIn) -> bool:
    is_demo_shut = found.is_demo and not current_app.config["DEMO"]
    return not (is_demo_shut or found.is_suspended or rules.is_over(found.terms, now()))


def _touch(found: SignedIn) -> None:
    terms, at = found.terms, now()
    if not rules.is_touch_due(terms, at):
        return
    end = terms.expires_at if terms.is_staff else rules.end_of_sign_in(is_staff=False, now=at)
    try:
        actions.touch(found.id, end)
    except OperationalError:
        return  # a busy database must not keep a page from being read
    if not (terms.is_staff or terms.is_shared):
        g.renew_cookie = True


def renew_cookie(response: Response) -> Response:
    """Let the cookie of a person's own phone live as long as the sign-in that was just prolonged."""
    is_public = "public" in response.headers.get("Cache-Control", "")
    token = presented_token()
    if token and not is_public and g.pop("renew_cookie", False):
        give_cookie(response, token, is_lasting=True)
    return response
