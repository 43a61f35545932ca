"""Requests written down, to be asked by another process: JSON, no pickle."""

import json
from collections.abc import Callable
from typing import Any

from scrapy import Request, Spider

from crawlers.capture import CAPTURE, SINCE
from crawlers.wire import WIRE

TASK = "task"
"""Key of a request's `meta` under which the key of its row in the frontier travels."""
OF_ONE_ATTEMPT = frozenset({CAPTURE, SINCE, TASK, WIRE, "download_latency", "download_slot", "download_timeout"})
"""What `meta` holds of one attempt to fetch; the next attempt begins without it."""


def write_request(request: Request, spider: Spider) -> str:
    """Return *request* as JSON; TypeError that names it where it holds something that cannot be written down.

    Its callback and errback must be methods of *spider*; what it hands to them and its `meta` must be plain values.
    """
    if request.body or request.cookies:
        message = f"{request} has a body or cookies, which the frontier does not keep"
        raise TypeError(message)
    fields: dict[str, object] = {
        "url": request.url,
        "method": request.method,
        "callback": _name(request, request.callback, spider),
        "errback": _name(request, request.errback, spider),
        "priority": request.priority,
        "dont_filter": request.dont_filter,
        "headers": _headers(request),
        "cb_kwargs": request.cb_kwargs,
        "meta": {key: value for key, value in request.meta.items() if key not in OF_ONE_ATTEMPT},
    }
    try:
        return json.dumps({name: value for name, value in fields.items() if value}, ensure_ascii=False)
    except TypeError as error:
        message = f"{request} cannot be written to the frontier: {error}"
        raise TypeError(message) from error


def read_request(text: str, spider: Spider) -> Request:
    """Return the request that was written down as *text*; ValueError where *spider* does not know it any more."""
    fields = json.loads(text)
    if fields.get("callback") == "parse_list" and "call" not in fields.get("cb_kwargs", {}):
        message = "an earlier aimaq wrote it down; its list is asked for anew"
        raise ValueError(message)
    for name in ("callback", "errback"):
        if name in fields:
            method = getattr(spider, fields[name], None)
            if method is None:
                message = f"{type(spider).__name__} has no method {fields[name]}"
                raise ValueError(message)
            fields[name] = method
    return Request(**fields)


def _name(request: Request, method: Callable[..., Any] | None, spider: Spider) -> str | None:
    if method is None:
        return None
    name = getattr(method, "__name__", "")
    if getattr(spider, name, None) != method:
        message = f"{request} cannot be written to the frontier: {method!r} is no method of its spider"
        raise TypeError(message)
    return name


def _headers(request: Request) -> dict[str, list[str]]:
    return {
        name.decode("latin-1"): [value.decode("latin-1") for value in values]
        for name, values in request.headers.items()
    }
