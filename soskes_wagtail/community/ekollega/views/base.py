"""What the views of eKollega share: who looks, what they may see, and the frame of the page."""

from functools import wraps

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect

from soskes_wagtail.access import viewer_for, visible_to
from soskes_wagtail.community.ekollega import keys
from soskes_wagtail.community.ekollega.models import Group, Post, Topic
from soskes_wagtail.community.ekollega.standing import Standing
from soskes_wagtail.navigation import Link

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
            "soskes_above": [Link(page.title, base), *above] if title else [],
            **context,
        },
    )
    response.status_code = status
    return response


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


def tell_errors(request: HttpRequest, error: ValidationError) -> None:
    for text in error.messages:
        messages.error(request, text)


def back(page, request: HttpRequest, path: str = "") -> HttpResponse:
    return redirect(f"{base_of(page, request)}{path}")
