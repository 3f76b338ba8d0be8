"""What the shell has to say to Wagtail."""

from django.http import Http404
from django.utils import timezone
from wagtail import hooks

from soskes_wagtail.access import viewer_for
from soskes_wagtail.access.choosing import choosable_pages
from soskes_wagtail.pages import SoskesPageMixin


@hooks.register("before_serve_page", order=-110)
def refuse_what_has_expired(page, request, serve_args, serve_kwargs):
    """At the minute that its editor has set; Wagtail's scheduler may come an hour later."""
    expires = page.expire_at if isinstance(page, SoskesPageMixin) else None
    if expires is not None and expires <= timezone.now():
        raise Http404


@hooks.register("construct_page_chooser_queryset")
def choose_among_open_pages(pages, request):
    """Wagtail's window for choosing a page shows every page to everybody in the admin."""
    return choosable_pages(viewer_for(request), pages)


@hooks.register("before_serve_page", order=-100)
def count_groups_before_privacy(page, request, serve_args, serve_kwargs):
    """Wagtail's privacy check, which comes next, then sees the groups that count for SosKes:
    none whose membership or licence is over."""
    if isinstance(page, SoskesPageMixin):
        viewer_for(request).group_ids  # noqa: B018


@hooks.register("before_serve_page", order=-90)
def open_the_entrance(page, request, serve_args, serve_kwargs):
    """Serve the routes of a page that are for people who are no members yet, such as the link of
    an invitation, before Wagtail asks for the privacy of the branch. A page type names them."""
    view = serve_args[0] if serve_args else None
    if isinstance(page, SoskesPageMixin) and getattr(view, "__name__", "") in page.open_routes:
        return page.serve(request, *serve_args, **serve_kwargs)
    return None


@hooks.register("before_serve_document", order=-100)
def count_groups_before_documents(document, request):
    viewer_for(request).group_ids  # noqa: B018
