"""Pages and problem documents for what did not work; never a code first, never blame."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from flask import Flask, Response, current_app, g, json, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, OperationalError
from werkzeug.exceptions import HTTPException, InternalServerError

from ..db import session
from ..errors import Refusal

API = "/api/"


def _(words: str) -> str:
    return str(gettext(words))


def init_app(app: Flask) -> None:
    """Answer refusals and errors in the form the asker reads."""
    app.register_error_handler(Refusal, _refused)
    app.register_error_handler(HTTPException, _failed)
    app.register_error_handler(OperationalError, _database_away)
    app.register_error_handler(DataError, _not_to_be_kept)
    app.register_error_handler(IntegrityError, _somebody_was_faster)


def problem(
    status: int, title: str, *, headers: dict[str, str] | None = None, **more: Any
) -> Response:
    """Make an RFC 9457 problem document."""
    body = {"type": "about:blank", "title": title, "status": status, **more}
    return Response(
        json.dumps(body, ensure_ascii=False),
        status,
        headers,
        content_type="application/problem+json",
    )


def _refused(refusal: Refusal) -> Response:
    return _say(refusal.status, str(refusal))


def _failed(error: HTTPException) -> Response:
    if error.response is not None and isinstance(error.response, Response):
        return error.response
    status = error.code or 500
    if isinstance(error, InternalServerError):
        status = 500
    return _say(status, _explanation(status), dict(_extra_headers(error)))


def _database_away(error: DBAPIError) -> Response:
    """The database is locked or gone: nothing was written, the phone may try again."""
    current_app.logger.warning("database away: %s", type(error.orig).__name__)
    return _say(503, _explanation(503), {"Retry-After": "10"})


def _not_to_be_kept(error: DataError) -> Response:
    """No database takes a zero byte or a number of a thousand digits; nobody types those."""
    current_app.logger.warning("refused by the database: %s", type(error.orig).__name__)
    return _say(400, _explanation(400))


def _somebody_was_faster(_error: IntegrityError) -> ResponseReturnValue:
    """Two wrote the same at the same moment, mostly by two taps: who came second looks once more."""
    session.rollback()
    if g.get("has_looked_again"):
        return _say(503, _explanation(503), {"Retry-After": "10"})
    g.has_looked_again = True
    try:
        return current_app.dispatch_request()
    except Exception as failure:
        return current_app.handle_user_exception(failure)


def _extra_headers(error: HTTPException) -> list[tuple[str, str]]:
    wanted = {"allow", "retry-after"}
    return [(name, value) for name, value in error.get_headers() if name.lower() in wanted]


def _say(status: int, text: str, headers: dict[str, str] | None = None) -> Response:
    if request.path.startswith(API):
        return problem(status, text, headers=headers)
    page = render_template("ui/error.html", title=_title(status), text=text)
    return Response(page, status, headers)


def _title(status: int) -> str:
    if status == HTTPStatus.NOT_FOUND:
        return _("There is no such page here")
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        return _("Too many tries at once")
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return _("Something did not work on our side")
    return _("This did not work")


def _explanation(status: int) -> str:
    explanations = {
        400: _("The request was not clear. Please go back and try once more."),
        401: _("This page needs a sign-in. Please sign in and come back."),
        403: _(
            "The request came from another site or an old page. Open the page anew and try once more."
        ),
        404: _("The address may have changed. Exercises and help contacts are on the first page."),
        405: _("This address is not meant for that. Please start from the first page."),
        413: _("This is too large to take. Nothing was saved."),
        429: _("Please wait a little and try again. What is on your phone stays there."),
        503: _("The server is away for a moment. What is on your phone stays there."),
    }
    return explanations.get(status) or _(
        "It is not your doing. What is on your phone stays there. Please try again in a minute."
    )
