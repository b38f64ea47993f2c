"""/metrics: figures for Prometheus, from the database, so that they are true for all workers together."""

from __future__ import annotations

import hmac
import ipaddress
from collections.abc import Iterator

from flask import Response, abort, current_app, request
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from ..clock import now
from ..db import apart
from ..nudges import standing
from ..ui.access import everyone

FORWARDED = ("Forwarded", "X-Forwarded-For", "X-Real-IP", "Via")
"""A proxy on this machine has a loopback address too, and stands for somebody else."""


@everyone
def metrics() -> Response:
    """Answer on this machine itself or with the token; for everybody else there is nothing here."""
    if not (_is_on_this_machine() or _has_the_token()):
        abort(404)
    registry = CollectorRegistry()
    registry.register(_Figures())
    return Response(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)


def _is_on_this_machine() -> bool:
    if any(name in request.headers for name in FORWARDED):
        return False
    try:
        return ipaddress.ip_address(request.remote_addr or "").is_loopback
    except ValueError:
        return False


def _has_the_token() -> bool:
    token = str(current_app.config["METRICS_TOKEN"])
    given = request.headers.get("Authorization", "")
    return bool(token) and hmac.compare_digest(given.encode(), f"Bearer {token}".encode())


class _Figures(Collector):
    """Reads the figures at the moment when they are asked for."""

    def collect(self) -> Iterator[Metric]:
        at = now()
        with apart(writes=False) as session:
            waiting = standing.waiting(session, at)
            services = standing.services(session, current_app.config["PUSH_HOSTS"], at)

        queue = GaugeMetricFamily(
            "selfhelp_push_waiting", "Messages in the queue.", labels=["kind", "state"]
        )
        queue.add_metric(["nudge", "due"], waiting.nudges_due)
        queue.add_metric(["nudge", "to-come"], waiting.nudges_to_come)
        queue.add_metric(["other", "due"], waiting.pushes_due)
        queue.add_metric(["other", "to-come"], waiting.pushes_to_come)
        yield queue

        oldest = waiting.oldest_due_at
        age = (at - oldest).total_seconds() if oldest else 0.0
        yield GaugeMetricFamily(
            "selfhelp_push_oldest_due_seconds", "How long the oldest message has been due.", age
        )

        due = GaugeMetricFamily(
            "selfhelp_push_due", "Messages due, by push service.", labels=["service"]
        )
        sent = CounterMetricFamily(
            "selfhelp_push_messages", "What became of messages.", labels=["service", "outcome"]
        )
        for service in services:
            due.add_metric([service.name], service.due)
            for outcome, count in service.outcomes.items():
                sent.add_metric([service.name, outcome.value], count)
        yield due
        yield sent
