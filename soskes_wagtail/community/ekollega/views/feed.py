"""The front of eKollega: what is new, my groups."""

from django.contrib import messages
from django.utils.translation import gettext as _

from soskes_wagtail.access import viewer_for
from soskes_wagtail.community.ekollega import keys
from soskes_wagtail.community.ekollega.services import listing, moderation, reading
from soskes_wagtail.community.ekollega.standing import may_start_groups
from soskes_wagtail.community.ekollega.views.base import (
    back,
    base_of,
    members_only,
    post_only,
    show_kept,
)
from soskes_wagtail.community.ekollega.views.rows import group_rows, topic_rows
from soskes_wagtail.row_ids import row_id


@members_only
def index(page, request):
    """My groups, and where something was written last."""
    viewer, base = viewer_for(request), base_of(page, request)
    mine, invited = keys.ids(viewer, keys.IN), keys.ids(viewer, keys.INVITED)
    topics = listing.feed(viewer, mine=bool(mine)).rows
    groups, new = listing.my_groups(viewer), reading.unread_by_group(viewer)
    return show_kept(
        page,
        request,
        "index",
        {
            "has_groups": bool(groups),
            "has_unread": bool(new),
            "has_topics": bool(topics),
            "is_new_here": not mine,
            "may_start_groups": may_start_groups(viewer),
            "reports": _reports(viewer),
        },
        fresh={
            "groups": group_rows(
                groups, base, f"groups:{viewer.user.pk}", invited=invited, new=new
            ),
            "topics": topic_rows(topics, reading.unread(viewer, topics), base, with_group=True),
        },
    )


def _reports(viewer) -> int:
    """Reports that wait for the viewer; nobody is asked who moderates nothing."""
    moderates = (
        keys.ADMIN in viewer.access_keys
        or keys.ids(viewer, keys.MODERATES)
        or viewer.has_role("moderator")
    )
    return moderation.queue(viewer).count() if moderates else 0


@members_only
def latest(page, request):
    """Where something was written last: in my groups, or in all that I may read."""
    viewer = viewer_for(request)
    mine = request.GET.get("kaikki") != "1"
    after = request.GET.get("ennen", "")
    found = listing.feed(viewer, after=after, mine=mine)
    unread = reading.unread(viewer, found.rows)
    return show_kept(
        page,
        request,
        "latest",
        {
            "has_topics": bool(found.rows),
            "next": found.next,
            "more": "" if mine else "kaikki=1&",
            "mine": mine,
        },
        fresh={"topics": topic_rows(found.rows, unread, base_of(page, request), with_group=True)},
        keep=not after,
        title=_("What is new"),
    )


@members_only
@post_only
def read_everything(page, request):
    viewer = viewer_for(request)
    group_id = row_id(request.POST.get("ryhma"))
    reading.read_everything(viewer, group_id)
    messages.success(request, _("Everything is marked as read."))
    return back(page, request, f"ryhma/{group_id}/" if group_id else "")
