"""Headers of every answer, and the origin check of every unsafe request."""

from __future__ import annotations

import gzip

from flask import Flask, Response, abort, request

from ..db import SAFE_METHODS

POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self'",
    "font-src": "'self'",
    "media-src": "'self'",
    "connect-src": "'self'",
    "manifest-src": "'self'",
    "worker-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
    "object-src": "'none'",
}
SWITCHED_OFF = (
    "accelerometer", "autoplay", "camera", "display-capture", "encrypted-media", "fullscreen",
    "geolocation", "gyroscope", "magnetometer", "microphone", "midi", "payment", "usb",
)  # fmt: skip
FOR_OURSELVES = ("screen-wake-lock", "publickey-credentials-create", "publickey-credentials-get")
HEADERS = {
    "Content-Security-Policy": "; ".join(f"{name} {value}" for name, value in POLICY.items()),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",  # with no-referrer browsers send "Origin: null" and forms fail
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Permissions-Policy": ", ".join(
        [f"{name}=()" for name in SWITCHED_OFF] + [f"{name}=(self)" for name in FOR_OURSELVES]
    ),
}
ONLY_HTTPS = ("Strict-Transport-Security", "max-age=63072000; includeSubDomains")
PRIVATE = {"Cache-Control": "no-store", "X-Private": "1"}


def init_app(app: Flask) -> None:
    """Check where unsafe requests come from, and dress every answer."""
    app.before_request(refuse_other_origins)
    app.after_request(dress)


def refuse_other_origins() -> None:
    """Let unsafe requests come from our own pages only; this is the whole CSRF defence."""
    if request.method in SAFE_METHODS:
        return
    site = request.headers.get("Sec-Fetch-Site")
    if site == "same-origin":
        return
    if site is None and request.headers.get("Origin") == request.host_url.rstrip("/"):
        return
    abort(403)


def pack(response: Response) -> Response:
    """Send a private page compressed; it holds no secret that its length could give away."""
    if response.mimetype == "text/html" and "gzip" in request.headers.get("Accept-Encoding", ""):
        response.set_data(gzip.compress(response.get_data(), 6, mtime=0))
        response.headers["Content-Encoding"] = "gzip"
        response.vary.add("Accept-Encoding")
    return response


def dress(response: Response) -> Response:
    """Add the headers; what no view has called public is private."""
    headers = response.headers
    for name, value in HEADERS.items():
        headers[name] = value
    if request.is_secure:
        headers.set(*ONLY_HTTPS)
    if "Cache-Control" not in headers:
        for name, value in PRIVATE.items():
            headers[name] = value
    return response
