"""Queries as the server understands them. Tokens are compared as they are, nothing is parsed: no
query of anybody's is syntax."""

from collections.abc import Sequence

from django.utils import timezone

from soskes_wagtail.search.analysis.query import Query
from soskes_wagtail.search.index.engine import Ranking, Scope
from soskes_wagtail.search.server.documents import FIELDS

#: Servers take 1,024 conditions: these for four fields each, twice, and what has to match.
MOST_RANKED = 90
#: What words weigh in other languages than is searched in: they tell apart only what else would
#: be equal.
_ELSEWHERE = 0.02
#: Groups in one answer; there are as many answers as it takes.
PAGE_OF_GROUPS = 1_000


def found(query: Query, scope: Scope, ranking: Ranking) -> dict:
    """Rows in their order, the same as in the databases."""
    if ranking.by_date:
        order = [{"dated": {"order": "desc", "missing": "_last"}}, {"row": "asc"}]
        return _body(_allowed(scope, _matching(query)), order)
    ranked = _allowed(scope, _matching(query))
    own = query.of(scope.language)
    ranked["bool"]["should"] = _words(own, 1.0)
    if own != query:
        ranked["bool"]["should"] += _words(query, _ELSEWHERE)
    factors = [
        {"filter": {"term": {"kind": kind}}, "weight": float(boost)}
        for kind, boost in ranking.boosts.items()
    ]
    now = timezone.now().isoformat()
    factors.append({"filter": {"range": {"over_at": {"lt": now}}}, "weight": ranking.past})
    scored = {
        "function_score": {
            "query": ranked,
            "functions": factors,
            "score_mode": "multiply",
            "boost_mode": "multiply",
        }
    }
    return _body(scored, [{"_score": "desc"}, {"row": "asc"}])


def _words(query: Query, weight: float) -> list[dict]:
    tokens = " ".join(query.tokens[:MOST_RANKED])
    return [
        {"match": {name: {"query": tokens, "boost": boost * weight}}}
        for name, boost in FIELDS.items()
    ]


def begun(query: Query, prefix: Sequence[str], scope: Scope) -> dict:
    """Rows with all terms, and in the title a token that begins so; short titles first."""
    starts = [{"prefix": {"title": token}} for token in prefix]
    conditions = [{"bool": {"should": starts, "minimum_should_match": 1}}]
    if query.branches:
        conditions.append(_matching(query))
    return _body(_allowed(scope, *conditions), [{"title_length": "asc"}, {"row": "asc"}])


def groups(query: Query, scope: Scope, after: dict | None) -> dict:
    """Numbers of objects by kind, language and facets, one page of groups."""
    by = [{name: {"terms": {"field": name}}} for name in ("kind", "language", "all_facets")]
    composite = {"size": PAGE_OF_GROUPS, "sources": by}
    if after:
        composite["after"] = after
    return {
        "size": 0,
        "track_total_hits": False,
        "query": _allowed(scope, _matching(query)),
        "aggregations": {
            "groups": {
                "composite": composite,
                "aggregations": {"objects": {"cardinality": {"field": "object_id"}}},
            }
        },
    }


def _body(query: dict, order: list) -> dict:
    return {
        "query": query,
        "sort": order,
        "track_total_hits": False,
        "_source": ["row", "kind", "object_id"],
    }


def _matching(query: Query) -> dict:
    branches = [
        {"bool": {"filter": [{"terms": {"tokens": list(term)}} for term in branch]}}
        for branch in query.branches
    ]
    return {"bool": {"should": branches, "minimum_should_match": 1}}


def _allowed(scope: Scope, *conditions: dict) -> dict:
    """Conditions within a scope. Lists are single conditions ("terms"), however long they are."""
    at = scope.at.isoformat()
    inside = [*conditions, {"terms": {"access": sorted(scope.access_keys)}}]
    if scope.languages:
        inside.append({"terms": {"language": list(scope.languages)}})
    if scope.kind:
        inside.append({"term": {"kind": scope.kind}})
    inside += [{"term": {"facets": f"{name}:{value}"}} for name, value in scope.facets.items()]
    outside: list[dict] = [
        {"range": {"found_from": {"gt": at}}},
        {"range": {"found_until": {"lte": at}}},
    ]
    if scope.closed_branches:
        outside.append({"terms": {"branches": list(scope.closed_branches)}})
    return {"bool": {"filter": inside, "must_not": outside}}
