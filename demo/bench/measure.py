"""Timed requests through the whole WSGI application: every middleware, session and login.

There is no socket and no server in between. Their cost would be the same for all pages and so
would make the ratio to the bare page look better than it is.
"""

import io
import random
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from wsgiref.util import setup_testing_defaults

from django.db import connection

WARM_UP = 5


@dataclass
class Request:
    """One page as one signed-in person; ``path`` may have a query string."""

    application: Callable
    path: str
    cookie: str

    def send(self) -> tuple[int, int]:
        """Status and length of the body, after the application has closed the response."""
        path, _, query = self.path.partition("?")
        environ = {
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "HTTP_HOST": "127.0.0.1:8000",
            "HTTP_COOKIE": self.cookie,
            "HTTP_ACCEPT_LANGUAGE": "fi",
            "wsgi.input": io.BytesIO(),
        }
        setup_testing_defaults(environ)
        status = []
        response = self.application(environ, lambda line, headers: status.append(line))
        size = sum(len(part) for part in response)
        response.close()
        return int(status[0].split()[0]), size

    def queries(self) -> int:
        """Number of database queries of one request."""
        count = 0

        def counting(execute, *args):
            nonlocal count
            count += 1
            return execute(*args)

        with connection.execute_wrapper(counting):
            self.send()
        return count


@dataclass
class Sample:
    """What one page showed; ``times`` in milliseconds, one per round."""

    status: int
    size: int
    queries: int
    times: list[float] = field(default_factory=list)


def measure(requests: list[Request], rounds: int, seconds: float) -> list[Sample]:
    """Each page once a round in an order that changes, so that all meet the same weather.

    Stops after ``rounds``, or before the next round when ``seconds`` have passed.
    """
    samples = []
    for request in requests:
        for _ in range(WARM_UP):
            status, size = request.send()
        samples.append(Sample(status, size, request.queries()))
    order = list(zip(requests, samples, strict=True))
    shuffle = random.Random(1).shuffle
    end = time.perf_counter() + seconds
    for _ in range(rounds):
        shuffle(order)
        for request, sample in order:
            start = time.perf_counter()
            request.send()
            sample.times.append((time.perf_counter() - start) * 1000)
        if time.perf_counter() > end:
            break
    return samples
