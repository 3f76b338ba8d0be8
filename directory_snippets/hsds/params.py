"""Parameters of the read API, checked; messages are English, as those of the standard are."""

import datetime
import uuid
from dataclasses import dataclass

from django.http import HttpRequest, QueryDict
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation.trans_real import parse_accept_lang_header

from soskes_wagtail.directory_snippets.hsds.errors import BadParameter
from soskes_wagtail.directory_snippets.models.mixins import FALLBACK_LANGUAGES

LARGEST_PAGE = 1_000_000
MOST_PER_PAGE = 100
FARTHEST = 1_000_000
LONGEST_SEARCH = 200
MOST_WORDS = 10
#: Filters of HSDS and its UK profile: one that cannot be kept is refused, since an answer that
#: passes over it would hold rows that the caller does not want.
KNOWN_FILTERS = frozenset(
    (
        *("search", "taxonomy_id", "taxonomy_term_id", "organization_id", "modified_after"),
        *("parent_id", "top_only", "postcode", "proximity"),
        *("minimum_age", "maximum_age", "start_time", "end_time", "day"),
    )
)
REPEATABLE = frozenset(("taxonomy_id", "taxonomy_term_id"))


@dataclass(frozen=True)
class Params:
    """``page`` counts from 1; lists of terms and taxonomies must all hold; ``proximity`` in
    metres from the postcode."""

    language: str
    page: int = 1
    per_page: int = MOST_PER_PAGE // 2
    full: bool = False
    minimal: bool = False
    search: str = ""
    taxonomy_ids: tuple[uuid.UUID, ...] = ()
    term_ids: tuple[uuid.UUID, ...] = ()
    organization_id: uuid.UUID | None = None
    parent_id: uuid.UUID | None = None
    modified_after: datetime.datetime | None = None
    top_only: bool = False
    postcode: str = ""
    proximity: int | None = None


def read_params(request: HttpRequest, filters: frozenset[str] = frozenset()) -> Params:
    """The parameters of a request; raises ``BadParameter``. ``filters``: those that the resource
    understands; a parameter that HSDS does not know is passed over."""
    given = request.GET
    for name in given:
        if len(given.getlist(name)) > 1 and name not in REPEATABLE:
            raise BadParameter(name, "is given more than once.")
        if any("\x00" in value for value in given.getlist(name)):
            raise BadParameter(name, "holds a NUL character.")
        if name in KNOWN_FILTERS - filters:
            raise BadParameter(name, "is a filter that this resource does not have.")
    if given.get("format", "json") != "json":
        raise BadParameter("format", "only json is available.")
    return Params(
        language=_language(request),
        page=_number(given, "page", 1, LARGEST_PAGE),
        per_page=_number(given, "per_page", Params.per_page, MOST_PER_PAGE),
        full=_flag(given, "full"),
        minimal=_flag(given, "minimal"),
        search=_search(given.get("search", "")),
        taxonomy_ids=tuple(_uuid("taxonomy_id", v) for v in given.getlist("taxonomy_id")),
        term_ids=tuple(_uuid("taxonomy_term_id", v) for v in given.getlist("taxonomy_term_id")),
        organization_id=_optional_uuid(given, "organization_id"),
        parent_id=_optional_uuid(given, "parent_id"),
        modified_after=_moment(given.get("modified_after")),
        top_only=_flag(given, "top_only"),
        postcode=_postcode(given),
        proximity=_proximity(given),
    )


def _language(request: HttpRequest) -> str:
    """``language=``, else the first of Accept-Language that there is, else Finnish."""
    if (wanted := request.GET.get("language")) is not None:
        if wanted not in FALLBACK_LANGUAGES:
            raise BadParameter("language", f"must be one of {', '.join(FALLBACK_LANGUAGES)}.")
        return wanted
    accepted = parse_accept_lang_header(request.headers.get("Accept-Language", "")[:500].lower())
    codes = (code[:2] for code, quality in accepted if quality)
    return next((code for code in codes if code in FALLBACK_LANGUAGES), FALLBACK_LANGUAGES[0])


def _number(given: QueryDict, name: str, default: int, largest: int) -> int:
    text = given.get(name)
    if text is None:
        return default
    usable = text.isascii() and text.isdecimal() and len(text) <= len(str(largest))
    if not usable or not 1 <= int(text) <= largest:
        raise BadParameter(name, f"must be a whole number from 1 to {largest}.")
    return int(text)


def _postcode(given: QueryDict) -> str:
    text = given.get("postcode")
    if text is None:
        return ""
    if not (text.isascii() and text.isdecimal() and len(text) == 5):
        raise BadParameter("postcode", "must be five digits.")
    return text


def _proximity(given: QueryDict) -> int | None:
    if "proximity" not in given:
        return None
    if "postcode" not in given:
        raise BadParameter("proximity", "needs a postcode to start from.")
    return _number(given, "proximity", FARTHEST, FARTHEST)


def _flag(given: QueryDict, name: str) -> bool:
    text = given.get(name, "false").lower()
    if text not in ("true", "1", "false", "0"):
        raise BadParameter(name, "must be true or false.")
    return text in ("true", "1")


def _search(text: str) -> str:
    if len(text) > LONGEST_SEARCH or len(text.split()) > MOST_WORDS:
        limits = f"{LONGEST_SEARCH} characters and {MOST_WORDS} words"
        raise BadParameter("search", f"must be {limits} at most.")
    return text.strip()


def _optional_uuid(given: QueryDict, name: str) -> uuid.UUID | None:
    return _uuid(name, given[name]) if name in given else None


def _uuid(name: str, text: str) -> uuid.UUID:
    try:
        return uuid.UUID(text)
    except ValueError:
        raise BadParameter(name, "must be a UUID.") from None


def _moment(text: str | None) -> datetime.datetime | None:
    if text is None:
        return None
    try:
        # A "+" that was not encoded arrives as a space; RFC 3339 has none elsewhere.
        day = parse_date(text)
        found = parse_datetime(text.replace(" ", "+")) or parse_datetime(text)
        if day:
            found = datetime.datetime.combine(day, datetime.time())
        if found is not None:
            found = found if timezone.is_aware(found) else timezone.make_aware(found)
            return found.astimezone(datetime.UTC)
    except (ValueError, OverflowError):
        pass
    raise BadParameter("modified_after", "must be a date or a time of ISO 8601.")
