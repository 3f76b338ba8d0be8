"""JSON answers of the read API with their headers."""

import hashlib
import json
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.http import http_date

METHODS = ("GET", "HEAD", "OPTIONS")


def answer(request: HttpRequest, data: Any, *, anonymous: bool, language: str) -> HttpResponse:
    """200, or 304 where the caller has this very answer.

    The ETag is a digest of the answer, so it is made after everything was decided. There is no
    answer by time alone: parts of an object change without it.
    """
    response = _json(data)
    etag = f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'
    response["Content-Language"] = language
    response["ETag"] = etag
    if modified := data.get("last_modified"):
        response["Last-Modified"] = _http_date(modified)
    response["Cache-Control"] = "no-cache" if anonymous else "private, no-cache"
    patch_vary_headers(response, ("Accept-Language", "Cookie"))
    response = get_conditional_response(request, etag=etag, response=response)
    return _shared(response) if anonymous else response


def problem(status: int, message: str, *, anonymous: bool, **details: str) -> HttpResponse:
    """An error as JSON: ``{"error": message, …}``."""
    response = _json({"error": message, **details}, status=status)
    response["Cache-Control"] = "no-store"
    if status == 405:
        response["Allow"] = ", ".join(METHODS)
    return _shared(response) if anonymous else response


def preflight(*, anonymous: bool) -> HttpResponse:
    """Answer to OPTIONS; browsers ask so before they let a script of another site read."""
    response = HttpResponse(status=204)
    response["Allow"] = ", ".join(METHODS)
    if anonymous:
        response["Access-Control-Allow-Methods"] = ", ".join(METHODS)
        response["Access-Control-Allow-Headers"] = "Accept, Accept-Language, If-None-Match"
        response["Access-Control-Max-Age"] = "86400"
    return _shared(response) if anonymous else response


def _json(data: Any, status: int = 200) -> HttpResponse:
    body = json.dumps(data, ensure_ascii=False)
    return HttpResponse(body, status=status, content_type="application/json; charset=utf-8")


def _shared(response: HttpResponse) -> HttpResponse:
    """Any site's script may read what everybody may."""
    response["Access-Control-Allow-Origin"] = "*"
    response["Access-Control-Expose-Headers"] = "ETag, Last-Modified"
    return response


def _http_date(moment: str) -> str:
    return http_date(datetime.fromisoformat(moment).timestamp())
