"""The front of eKollega: what is new, my groups."""

from django.contrib import messages
from django.utils.translation import gettext as _

from soskes_wagtail.access import viewer_for
from soskes_wagtail.community.ekollega import keys
from soskes_wagtail.community.ekollega.services import listing, moderation, reading
from soskes_wagtail.community.ekollega.standing import may_start_groups
from soskes_wagtail.community.ekollega.views.base import back, members_only, post_only, show


@members_only
def index(page, request):
    """My groups, and where something was written last."""
    viewer = viewer_for(request)
    latest_topics = listing.feed(viewer, mine=bool(keys.ids(viewer, keys.IN)))
    return show(
        page,
        request,
        "index",
        {
            "groups": listing.my_groups(viewer),
            "invited": keys.ids(viewer, keys.INVITED),
            "unread_topics": reading.unread_by_group(viewer),
            "topics": latest_topics.rows,
            "unread": reading.unread(viewer, latest_topics.rows),
            "is_new_here": not keys.ids(viewer, keys.IN),
            "may_start_groups": may_start_groups(viewer),
            "reports": _reports(viewer),
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
    found = listing.feed(viewer, after=request.GET.get("ennen", ""), mine=mine)
    return show(
        page,
        request,
        "latest",
        {
            "topics": found.rows,
            "next": found.next,
            "mine": mine,
            "unread": reading.unread(viewer, found.rows),
        },
        title=_("What is new"),
    )


@members_only
@post_only
def read_everything(page, request):
    viewer = viewer_for(request)
    asked = request.POST.get("ryhma", "")
    group_id = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 18 else None
    reading.read_everything(viewer, group_id)
    messages.success(request, _("Everything is marked as read."))
    return back(page, request, f"ryhma/{group_id}/" if group_id else "")
