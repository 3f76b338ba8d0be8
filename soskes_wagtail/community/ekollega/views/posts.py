"""One post: where it stands, changing and deleting it, how it read before; drafts."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from soskes_wagtail.access import viewer_for
from soskes_wagtail.community.attachments.services import attachments_of
from soskes_wagtail.community.ekollega.forms import EditForm, ReasonForm
from soskes_wagtail.community.ekollega.services import drafts, listing, moderation
from soskes_wagtail.community.ekollega.services import posts as services
from soskes_wagtail.community.ekollega.standing import Standing
from soskes_wagtail.community.ekollega.views.base import (
    base_of,
    group_link,
    members_only,
    post_at,
    post_only,
    show,
    topic_link,
)
from soskes_wagtail.community.ekollega.views.writing import filled, send
from soskes_wagtail.throttle import allowed


def place_of(page, request, post) -> str:
    """Address of a post: its page of the discussion, at its place."""
    start = listing.page_start(post.number)
    query = f"?alkaen={start}" if start > 1 else ""
    return f"{base_of(page, request)}aihe/{post.topic_id}/{query}#viesti-{post.number}"


def _above(page, request, post):
    topic = post.topic
    return group_link(page, request, topic.group), topic_link(page, request, topic)


@members_only
def post(page, request, pk):
    return redirect(place_of(page, request, post_at(request, pk)))


@members_only
def edit(page, request, pk):
    viewer, found = viewer_for(request), post_at(request, pk)
    if not Standing(viewer, found.topic.group).edits(found, found.topic):
        raise PermissionDenied
    place = f"post:{pk}"
    form = filled(EditForm, request, place, body=found.body)
    files = attachments_of([found]).get(found.pk, [])

    def save(form):
        gone = set(request.POST.getlist("remove"))
        for attachment in files:
            if str(attachment.key) in gone:
                attachment.delete()
        body = form.cleaned_data["body"]
        return services.edit(viewer, found, body=body, files=form.file_keys)

    if send(request, form, place, save):
        return redirect(place_of(page, request, found))
    return show(
        page,
        request,
        "edit",
        {"form": form, "post": found, "place": place, "files": files},
        title=_("Change your post"),
        above=_above(page, request, found),
    )


@members_only
def versions(page, request, pk):
    """How a post read before; its author and moderators may delete that."""
    viewer, found = viewer_for(request), post_at(request, pk)
    standing = Standing(viewer, found.topic.group)
    if request.method == "POST":
        moderation.delete_versions(viewer, found)
        messages.success(request, _("The earlier versions are deleted."))
        return redirect(place_of(page, request, found))
    return show(
        page,
        request,
        "versions",
        {
            "post": found,
            "versions": found.versions.all()[:50],
            "may_delete": standing.moderates or found.author_id == viewer.user.pk,
        },
        title=_("Earlier versions"),
        above=_above(page, request, found),
    )


@members_only
def delete(page, request, pk):
    viewer, found = viewer_for(request), post_at(request, pk)
    is_own = services.may_delete(viewer, found)
    if not is_own and not Standing(viewer, found.topic.group).moderates:
        raise PermissionDenied
    form = ReasonForm(request.POST or None)
    if is_own:
        del form.fields["reason"]
    if request.method == "POST" and form.is_valid():
        try:
            services.delete(viewer, found, reason=form.cleaned_data.get("reason", ""))
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            messages.success(request, _("The post is deleted."))
            return redirect(place_of(page, request, found))
    return show(
        page,
        request,
        "delete",
        {"form": form, "post": found, "back_url": place_of(page, request, found)},
        title=_("Delete the post"),
        above=_above(page, request, found),
    )


@members_only
@post_only
def draft(page, request):
    """Keep what somebody is writing; called by the script while they write.

    Answers with JSON: ``saved`` and, where it cannot be kept, ``error`` for people.
    """
    viewer = viewer_for(request)
    if not allowed("ekollega-draft", viewer.user.pk, limit=120, seconds=600):
        return JsonResponse({"saved": False, "error": ""}, status=429)
    form = EditForm(request.POST, user=viewer.user)
    body = form.fields["body"].widget.value_from_datadict(request.POST, {}, "body") or ""
    try:
        drafts.save(
            viewer.user,
            request.POST.get("place", ""),
            title=request.POST.get("title", "")[:200],
            body=body,
        )
    except ValidationError as error:
        text = "" if error.code == "place" else " ".join(error.messages)
        return JsonResponse({"saved": False, "error": text}, status=400)
    return JsonResponse({"saved": True, "error": ""})
