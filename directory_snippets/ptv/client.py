"""One polite HTTP client: time-outs, retries with back-off, a limit of size, clear reasons."""

import http.client
import time
import urllib.error
import urllib.parse
import urllib.request
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from django.utils.translation import gettext as _

from soskes_wagtail.directory_snippets.ptv.downloads import Downloads

USER_AGENT = "soskes-wagtail (soskes_import_ptv)"
MAX_BYTES = 64 * 1024 * 1024
#: Longest wait that a server may ask for, in seconds.
MAX_WAIT = 120
#: After so many addresses in a row without an answer the rest is not asked for.
MAX_FAILURES = 3
_RETRIED = {429, 500, 502, 503, 504}


class Unanswered(Exception):
    """There is no usable answer; the message is the reason for the report."""

    def __init__(self, message: str, status: int = 0):
        super().__init__(message)
        self.status = status


class _OwnHostOnly(urllib.request.HTTPRedirectHandler):
    """Follows redirects within the host only: the key is nobody else's business."""

    def redirect_request(self, req, fp, code, msg, headers, newurl):
        old, new = urllib.parse.urlsplit(req.full_url), urllib.parse.urlsplit(newurl)
        if (old.scheme, old.netloc) != (new.scheme, new.netloc):
            return None
        return super().redirect_request(req, fp, code, msg, headers, newurl)


@dataclass
class Client:
    """Reads addresses below ``base``. ``timeout`` is the longest silence in seconds, ``pause`` the
    first wait before another try, which doubles each time; ``tries`` bounds them."""

    base: str
    api_key: str = ""
    timeout: float = 30
    tries: int = 5
    pause: float = 1
    max_bytes: int = MAX_BYTES
    #: Where answers are kept until all have come; None: they are not.
    kept: Downloads | None = None
    user_agent: str = USER_AGENT
    accept: str = "application/json"
    _failures: int = field(default=0, init=False)

    def __post_init__(self):
        self._opener = urllib.request.build_opener(_OwnHostOnly)

    def get(self, path: str, params: dict[str, str] | None = None) -> bytes:
        """The body of an answer. Raises Unanswered."""
        address = self._address(path, params)
        if self.kept and (body := self.kept.read(address)) is not None:
            return body
        if self._failures >= MAX_FAILURES:
            raise Unanswered(_("It was not asked for, as the service had stopped answering."))
        try:
            body = self._try_again(address)
        except Unanswered as error:
            refused = error.status in (401, 403)
            silent = error.status == 0 or error.status in _RETRIED
            self._failures = MAX_FAILURES if refused else self._failures + silent
            raise
        self._failures = 0
        if self.kept:
            self.kept.write(address, body)
        return body

    def forget(self, path: str, params: dict[str, str] | None = None) -> None:
        """The answer is of no use; the next run asks again."""
        if self.kept:
            self.kept.drop(self._address(path, params))

    def _address(self, path: str, params: dict[str, str] | None) -> str:
        query = "?" + urllib.parse.urlencode(params, safe=",:") if params else ""
        return f"{self.base}/{path}{query}"

    def _try_again(self, address: str) -> bytes:
        wait = self.pause
        for attempt in range(1, self.tries + 1):
            asked = None
            try:
                return self._read(address)
            except urllib.error.HTTPError as error:
                with error:
                    if error.code not in _RETRIED or attempt == self.tries:
                        raise Unanswered(_reason(error.code), error.code) from None
                    asked = _retry_after(error.headers.get("Retry-After"))
            except (OSError, http.client.HTTPException) as error:
                if attempt == self.tries:
                    reason = getattr(error, "reason", None) or error
                    raise Unanswered(
                        _("The service does not answer: %(error)s.") % {"error": str(reason)[:200]}
                    ) from error
            time.sleep(min(wait if asked is None else asked, MAX_WAIT))
            wait *= 2
        raise AssertionError("unreachable")

    def _read(self, address: str) -> bytes:
        headers = {"User-Agent": self.user_agent, "Accept": self.accept}
        if self.api_key:
            headers["x-api-key"] = self.api_key
        request = urllib.request.Request(address, headers=headers)
        # A server that sends a byte at a time is never silent, so the whole is timed too.
        deadline = time.monotonic() + 10 * self.timeout
        with self._opener.open(request, timeout=self.timeout) as answer:
            body = bytearray()
            while part := answer.read1(65536):
                body += part
                if len(body) > self.max_bytes:
                    raise Unanswered(_("The answer is too large."), answer.status)
                if time.monotonic() > deadline:
                    raise TimeoutError("timed out")
            promised = answer.headers.get("Content-Length")
            if promised and promised.isdigit() and len(body) < int(promised):
                raise http.client.IncompleteRead(b"", int(promised) - len(body))
        return bytes(body)


def _reason(status: int) -> str:
    if status in (401, 403):
        return _("The service wants an API key (%(status)s): check SOSKES['PTV_API_KEY'].") % {
            "status": status
        }
    if status == 429:
        return _("The service is asked too often (429); try again later.")
    return _("The service answered with the error %(status)s.") % {"status": status}


def _retry_after(value: str | None) -> float | None:
    """Seconds of a Retry-After header, which is a number or a moment."""
    if not value:
        return None
    if value.strip().isdigit():
        return float(value)
    try:
        moment = parsedate_to_datetime(value)
    except (TypeError, ValueError):
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return max(0.0, (moment - datetime.now(UTC)).total_seconds())
