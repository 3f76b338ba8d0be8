"""What the views of eKollega share: who looks, what they may see, and the frame of the page."""

from collections.abc import Callable, Mapping
from functools import wraps
from urllib.parse import quote

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.middleware.csrf import get_token
from django.shortcuts import redirect

from soskes_wagtail.access import viewer_for, visible_to
from soskes_wagtail.community.ekollega import keys
from soskes_wagtail.community.ekollega.models import Group, Post, Topic
from soskes_wagtail.community.ekollega.standing import Standing
from soskes_wagtail.navigation import Link
from soskes_wagtail.page_cache import put_together

FOLDER = "soskes_wagtail/community/ekollega"


def show(
    page,
    request: HttpRequest,
    template: str,
    context: dict,
    *,
    title: str = "",
    above: tuple[Link, ...] = (),
    status: int = 200,
) -> HttpResponse:
    """A page below eKollega. ``above``: what stands between it and eKollega in the path."""
    base = base_of(page, request)
    response = page.render(
        request,
        template=f"{FOLDER}/{template}.html",
        context_overrides={
            "base": base,
            "attachment_base": base,
            "soskes_here": title,
            "soskes_above": _above(page, base, title, above),
            **context,
        },
    )
    response.status_code = status
    return response


def show_kept(
    page,
    request: HttpRequest,
    template: str,
    facts: Mapping[str, object],
    *,
    fresh: Mapping[str, str] | None = None,
    also: Callable[[Mapping[str, str]], dict] | None = None,
    keep: bool = True,
    title: str = "",
    above: tuple[Link, ...] = (),
) -> HttpResponse:
    """As ``show``, with an inside that is kept for all to whom it says the same: see
    ``page_cache.put_together``, also for ``facts``, ``fresh`` and ``also``. ``keep``: whether
    somebody is likely to ask for the same again."""
    base = base_of(page, request)
    fresh = {**(fresh or {}), "csrf_token": get_token(request)}
    named = {"soskes_here": title, "soskes_above": _above(page, base, title, above)}
    response = keep and put_together(
        page,
        request,
        f"{FOLDER}/{template}.html",
        {**facts, **named, "base": base},
        fresh=fresh,
        also=also,
        frame=f"{FOLDER}/kept.html",
        around={"soskes_here": title},
    )
    if not response:
        context = {**facts, **fresh, **(also(fresh) if also else {})}
        response = show(page, request, template, context, title=title, above=above)
    return response


def _above(page, base: str, title: str, above: tuple[Link, ...]) -> list[Link]:
    return [Link(page.title, base), *above] if title else []


def base_of(page, request: HttpRequest) -> str:
    return page.get_url(request) or ""


def members_only(view):
    """404 for everybody who is no member of SosKes, wherever the page stands open by mistake."""

    @wraps(view)
    def checked(page, request, *args, **kwargs):
        if keys.OPEN not in viewer_for(request).access_keys:
            raise Http404
        return view(page, request, *args, **kwargs)

    return checked


def post_only(view):
    @wraps(view)
    def checked(page, request, *args, **kwargs):
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        return view(page, request, *args, **kwargs)

    return checked


def group_at(request: HttpRequest, pk: int) -> Group:
    """A group that the viewer may know of; else Http404."""
    groups = visible_to(viewer_for(request), Group.objects.filter(pk=pk))
    return _one(groups.select_related("area", "section"))


def readable_group_at(request: HttpRequest, pk: int) -> Group:
    """A group in which the viewer may read; else Http404."""
    group = group_at(request, pk)
    if not Standing(viewer_for(request), group).reads:
        raise Http404
    return group


def topic_at(request: HttpRequest, pk: int) -> Topic:
    topics = visible_to(viewer_for(request), Topic.objects.filter(pk=pk))
    return _one(topics.select_related("group", "author", "answer"))


def post_at(request: HttpRequest, pk: int) -> Post:
    """A post whose text the viewer may read; else Http404."""
    posts = visible_to(viewer_for(request), Post.objects.filter(pk=pk))
    return _one(posts.select_related("topic__group", "author"))


def _one(rows):
    found = rows.first()
    if found is None:
        raise Http404
    return found


def group_link(page, request: HttpRequest, group: Group) -> Link:
    return Link(group.name, f"{base_of(page, request)}ryhma/{group.pk}/")


def topic_link(page, request: HttpRequest, topic: Topic) -> Link:
    return Link(topic.title, f"{base_of(page, request)}aihe/{topic.pk}/")


def more_of(**given: str) -> str:
    """The query of a list's next page, up to the key of that page."""
    return "".join(f"{name}={quote(value)}&" for name, value in given.items() if value)


def tell_errors(request: HttpRequest, error: ValidationError) -> None:
    for text in error.messages:
        messages.error(request, text)


def back(page, request: HttpRequest, path: str = "") -> HttpResponse:
    return redirect(f"{base_of(page, request)}{path}")
