"""A person's plan, and one reminder right now."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify
from flask.typing import ResponseReturnValue

from .. import db
from ..library.models import LANGUAGES
from ..library.routes import library
from ..people.access import current_user, participants_only
from ..people.forms import read_body, refuse_other_types
from ..push.actions import enqueue_test
from . import actions, queries
from .forms import PlanBody

api = Blueprint("nudges_api", __name__, url_prefix="/api/v1")


@api.put("/plan")
@participants_only
def keep() -> ResponseReturnValue:
    """Keep when and how this person wishes to be nudged."""
    body = read_body(PlanBody)

    titles = [title.id for title in library().titles(LANGUAGES[0])]
    plan = actions.keep_plan(current_user.id, body.as_wish(), titles)
    db.session.commit()

    return jsonify({"plan": queries.plan_as_json(plan)})


@api.post("/plan/test")
@participants_only
def test() -> ResponseReturnValue:
    """Send one reminder to this phone now."""
    refuse_other_types()
    enqueue_test(current_user.id, current_user.sign_in_id)
    db.session.commit()

    answer = Response(status=200)
    del answer.headers["Content-Type"]
    return answer
