"""What the shell has to say to Wagtail."""

from wagtail import hooks

from soskes_wagtail.access import viewer_for
from soskes_wagtail.pages import SoskesPageMixin


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
