from soskes_wagtail.search.models.document import SearchAccess, SearchAccessKey, SearchDocument
from soskes_wagtail.search.models.page import SearchPage, SearchPageMixin
from soskes_wagtail.search.models.pending import IndexState, PendingUpdate
from soskes_wagtail.search.models.queries import SearchedQuery
from soskes_wagtail.search.models.server import ServerChange
from soskes_wagtail.search.models.vocabulary import StopWord, Synonym

__all__ = [
    "IndexState",
    "PendingUpdate",
    "SearchAccess",
    "SearchAccessKey",
    "SearchDocument",
    "SearchPage",
    "SearchPageMixin",
    "SearchedQuery",
    "ServerChange",
    "StopWord",
    "Synonym",
]
