"""/api/v1/openapi.json: the calls of the API, described from the shapes that check them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from flask import current_app, json
from pydantic import BaseModel
from pydantic.json_schema import models_json_schema
from werkzeug.routing import Rule

from ..groups.forms import MembershipWish
from ..joining.forms import AskAnswer, AskBody, AskWish
from ..nudges.forms import PlanAnswer, PlanBody
from ..people.forms import NewParticipantAnswer, NewParticipantBody, SignInAnswer, SignInBody
from ..progress.forms import BatchBody, RecordAnswer
from ..push.forms import ForgetBody, SubscriptionBody
from ..support.forms import ConsultationWish
from ..ui.access import everyone
from ..ui.public_pages import public

PREFIX = "/api/v1/"
BODIES: dict[tuple[str, str], type[BaseModel]] = {
    ("post", "sign-in"): SignInBody,
    ("post", "participants"): NewParticipantBody,
    ("post", "events"): BatchBody,
    ("put", "membership"): MembershipWish,
    ("post", "join"): AskBody,
    ("put", "join"): AskWish,
    ("put", "consultation"): ConsultationWish,
    ("put", "plan"): PlanBody,
    ("post", "devices"): SubscriptionBody,
    ("delete", "devices"): ForgetBody,
}
ANSWERS: dict[tuple[str, str], tuple[int, type[BaseModel] | None]] = {
    ("post", "sign-in"): (200, SignInAnswer),
    ("post", "participants"): (201, NewParticipantAnswer),
    ("post", "events"): (200, RecordAnswer),
    ("post", "sign-out"): (204, None),
    ("delete", "me"): (204, None),
    ("post", "join"): (200, AskAnswer),
    ("get", "join"): (200, AskAnswer),
    ("put", "join"): (200, AskAnswer),
    ("delete", "join"): (200, AskAnswer),
    ("put", "plan"): (200, PlanAnswer),
    ("post", "devices"): (201, None),
    ("delete", "devices"): (204, None),
}


@everyone
@public(content_type="application/json")
def openapi() -> str:
    """Describe every call under /api/v1 as OpenAPI 3.1."""
    models = [*BODIES.values(), *(model for _status, model in ANSWERS.values() if model)]
    template = "#/components/schemas/{model}"
    _places, schemas = models_json_schema(
        [(model, "validation") for model in models], ref_template=template
    )
    paths: dict[str, dict[str, Any]] = {}
    for rule, method in _calls():
        name = rule.rule.removeprefix(PREFIX)
        paths.setdefault(rule.rule, {})[method] = _operation(rule, method, name)
    return json.dumps(
        {
            "openapi": "3.1.0",
            "info": {"title": "Stezhka", "version": "1"},
            "paths": dict(sorted(paths.items())),
            "components": {"schemas": schemas.get("$defs", {})},
        },
        ensure_ascii=False,
    )


def _calls() -> Iterator[tuple[Rule, str]]:
    for rule in current_app.url_map.iter_rules():
        if rule.rule.startswith(PREFIX) and not rule.rule.endswith("openapi.json"):
            for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
                yield rule, method.lower()


def _operation(rule: Rule, method: str, name: str) -> dict[str, Any]:
    view = current_app.view_functions[rule.endpoint]
    status, answer = ANSWERS.get((method, name), (200, None))
    operation: dict[str, Any] = {
        "operationId": re.sub(r"\W", "_", f"{method}_{name}"),
        "summary": (view.__doc__ or "").splitlines()[0],
        "x-who": getattr(view, "access", ""),
        "responses": {
            str(status): {"description": "it worked", **_content(answer)},
            "default": {
                "description": "it did not; RFC 9457",
                "content": {"application/problem+json": {"schema": {"type": "object"}}},
            },
        },
    }
    body = BODIES.get((method, name))
    if body:
        operation["requestBody"] = {"required": True, **_content(body)}
    return operation


def _content(model: type[BaseModel] | None) -> dict[str, Any]:
    if model is None:
        return {}
    schema = {"$ref": f"#/components/schemas/{model.__name__}"}
    return {"content": {"application/json": {"schema": schema}}}
