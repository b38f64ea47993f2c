"""The cookie of the step between password and second factor."""

from __future__ import annotations

from flask import request
from werkzeug.wrappers import Response

from ..people.access import LONGEST_TOKEN
from . import rules, second_step
from .models import HalfSignIn

SECURE_COOKIE = "__Host-second-step"
LOOPBACK_COOKIE = "second-step"


def give_step(response: Response, token: str) -> None:
    """Hand the token of a half sign-in to the browser."""
    response.set_cookie(
        _name(),
        token,
        max_age=rules.STEP_LIVES,
        path="/",
        secure=request.is_secure,
        httponly=True,
        samesite="Lax",
    )


def take_step_back(response: Response) -> None:
    """Have the browser forget the step."""
    response.delete_cookie(
        _name(), path="/", secure=request.is_secure, httponly=True, samesite="Lax"
    )


def presented_step() -> HalfSignIn:
    """Find the half sign-in that came along, or refuse: the step is over."""
    return second_step.found(request.cookies.get(_name(), "")[:LONGEST_TOKEN])


def _name() -> str:
    return SECURE_COOKIE if request.is_secure else LOOPBACK_COOKIE
