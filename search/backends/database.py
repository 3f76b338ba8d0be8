"""A drop-in for ``wagtail.search.backends.database`` on SQLite and PostgreSQL.

``WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "soskes_wagtail.search.backends.database"}}``,
then ``manage.py update_index``. Two things are other than in the stock backend, for all models of
the host: inflected words and parts of compounds are found (also in the admin, whose lists search
by beginnings), and saving does not go through the whole index, so that it costs the same however
large that has grown. The order of results takes the length of titles into account as of the last
``update_index``.
"""

from collections.abc import Iterable

from wagtail.search import index
from wagtail.search.backends import database as stock
from wagtail.search.query import Or, PlainText

from soskes_wagtail.search.analysis import LANGUAGES, get_analyzer
from soskes_wagtail.search.analysis.tokens import token, words_of
from soskes_wagtail.search.index.rows import plain

MOST_FORMS = 3


def SearchBackend(params):
    """The stock backend of the database, with our index and queries."""
    kind = type(stock.SearchBackend(params))
    if not hasattr(kind.index_class, "_refresh_title_norms"):
        return kind(params)  # MySQL and old SQLite have no such index
    index_class = type("SosKesIndex", (_IndexMixin, kind.index_class), {})
    own = type("SosKesSearchBackend", (_BackendMixin, kind), {"index_class": index_class})
    return own(params)


class _BackendMixin:
    def search(self, query, *args, operator=None, **kwargs):
        return super().search(_expanded(query, operator), *args, operator=operator, **kwargs)

    def autocomplete(self, query, *args, operator=None, **kwargs):
        return super().autocomplete(_expanded(query, operator), *args, operator=operator, **kwargs)


class _IndexMixin:
    def _refresh_title_norms(self, full=False):
        if full:
            super()._refresh_title_norms(full=True)

    def add_items(self, model, objs):
        super().add_items(model, [_WithForms(obj) for obj in objs])


class _WithForms:
    """An object that has, beside its own search fields, the dictionary forms of their words."""

    def __init__(self, obj):
        self._obj = obj

    @property
    def __class__(self):
        return type(self._obj)

    def __getattr__(self, name):
        return getattr(self._obj, name)

    def get_search_fields(self):
        own = self._obj.get_search_fields()
        return [*own, index.SearchField("soskes_forms"), index.AutocompleteField("soskes_forms")]

    @property
    def soskes_forms(self) -> str:
        texts = [
            str(value)
            for field in self._obj.get_search_fields()
            if isinstance(field, index.SearchField)
            for value in _values(field.get_value(self._obj))
        ]
        locale = getattr(self._obj, "locale", None)
        language = locale.language_code if locale else LANGUAGES[0]
        return " ".join(_forms(plain("\n".join(texts)), language))


def _values(value) -> list:
    return [each for each in (value if isinstance(value, list | tuple) else [value]) if each]


def _forms(text: str, language: str) -> list[str]:
    """Lemmas and parts of compounds, as words that a reader could type."""
    found = get_analyzer(language).index(text)
    every = dict.fromkeys([*found.words, *sorted(found.parts)])
    return list(dict.fromkeys(one[2:] for one in every if one[1] in "lp"))


def _expanded(query, operator: str | None):
    """A typed query with the dictionary forms of its words as alternatives."""
    if not isinstance(query, str):
        return query
    words = [word.rstrip("-") for word in words_of(query)]
    if not words:
        return ""  # nothing but signs, some of which the databases would read as syntax
    typed = " ".join(words)
    others = [" ".join(forms) for forms in _alternatives(words)]
    operator = operator or "and"
    texts = list(dict.fromkeys([typed, *others]))
    parts = [PlainText(text, operator=operator) for text in texts]
    return Or(parts) if len(parts) > 1 else parts[0]


def _alternatives(words: list[str]) -> Iterable[list[str]]:
    """The words in their likeliest dictionary forms."""
    known = [_lemmas(word) for word in words]
    for number in range(min(MOST_FORMS, max(len(forms) for forms in known))):
        yield [forms[min(number, len(forms) - 1)] for forms in known]


def _lemmas(word: str) -> list[str]:
    marks = {token(LANGUAGES[0], "l", "")}
    terms = get_analyzer(LANGUAGES[0]).terms([word])[0]
    return [one[2:] for one in terms if one[:2] in marks] or [word]
