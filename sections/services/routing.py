"""Find a page deep in the network's tree in two queries, however deep it is."""

from collections.abc import Sequence

from wagtail.models import Page


def page_at(top: Page, slugs: Sequence[str]) -> Page | None:
    """The page (as its own type) at an address below ``top``, its parents remembered on it.

    Relations that its class names in ``routed_with`` come along.

    None where there is no such page, or where a page on the way has routes of its own that
    might mean the address: then it is Wagtail's turn. Live or not is for the caller to see.
    """
    if not slugs:
        return None
    below = Page.objects.filter(path__startswith=top.path, slug__in=set(slugs))
    below = below.filter(depth__gt=top.depth, depth__lte=top.depth + len(slugs))
    places = {(page.path[: -Page.steplen], page.slug): page for page in below}
    page = top
    for number, slug in enumerate(slugs):
        if number and not _is_plain(page):
            return None
        parent, page = page, places.get((page.path, slug))
        if page is None:
            return None
        # As Wagtail's own routing does: breadcrumbs need no query then.
        page._cached_parent_obj = parent
    model = page.specific_class
    if model is None:
        return None
    related = getattr(model, "routed_with", ())
    found = model._default_manager.select_related(*related).filter(pk=page.pk).first()
    if found is not None:
        found._cached_parent_obj = page._cached_parent_obj
    return found


def _is_plain(page: Page) -> bool:
    """Whether a page routes as every page does; then it need not be asked."""
    model = page.specific_class
    return model is not None and (
        model.route is Page.route or getattr(model, "routes_children_first", False)
    )
