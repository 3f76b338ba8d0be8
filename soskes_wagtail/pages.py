"""What every page of SosKes has: the host's frame, navigation, own language, private headers."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import patch_cache_control, patch_vary_headers
from wagtail.contrib.routable_page.models import RoutablePageMixin
from wagtail.coreutils import get_supported_content_language_variant

from soskes_wagtail.access import viewer_for
from soskes_wagtail.around import acted
from soskes_wagtail.conf import app_settings
from soskes_wagtail.navigation import language_links, language_versions, navigation_for
from soskes_wagtail.page_cache import kept_response, response_to_keep


class SoskesPageMixin:
    """For ``class X(XMixin, SoskesPageMixin, Page)``; stands before ``Page``.

    Page types are marked by class attributes, so that the shell needs to know none of them:
    ``is_soskes_home`` (its children are the menu), ``is_soskes_search`` and ``is_soskes_tool``
    (something to use rather than to read: in the menu, not among the cards of the home).

    The context has ``viewer`` (Viewer), ``soskes_base`` (template name), ``soskes_home`` (Link
    or None), ``soskes_menu`` and ``soskes_breadcrumbs`` (lists of Link), ``soskes_languages``
    (LanguageLinks) and ``soskes_search_url`` (or None). See ``soskes_wagtail.navigation``.
    """

    is_soskes_home = False
    is_soskes_search = False
    #: What people do something with and do not read: no card among the content.
    is_soskes_tool = False
    #: Names of views of a routable page that are open to everybody, whatever the privacy of the
    #: branch; see ``wagtail_hooks.open_the_entrance``.
    open_routes: frozenset[str] = frozenset()
    #: Whether ``page_cache`` may keep the inside of the page: it must show the same to all who
    #: may see the same, and its template must fill no other block of the host's than the page's.
    soskes_may_be_kept = False

    @property
    def soskes_topic(self) -> str | None:
        """The topic that readers follow from this page (``notifications``); None: none, as on a
        tool, where nothing happens that somebody could follow."""
        return None if self.is_soskes_tool else f"page:{self.pk}"

    def soskes_kept_variant(self, request: HttpRequest) -> str | None:
        """Which of its faces the page shows for the query of the address; None: keep none.

        An address with a query is seldom asked for twice, and anybody can make up another, so
        that only the plain address is kept unless a page type knows its few queries.
        """
        return None if request.GET else ""

    def get_context(self, request: HttpRequest, *args, **kwargs) -> dict:
        context = super().get_context(request, *args, **kwargs)
        viewer = viewer_for(request)
        navigation = navigation_for(self, viewer, request)
        context.update(
            viewer=viewer,
            soskes_base=app_settings.BASE_TEMPLATE,
            soskes_home=navigation.home,
            soskes_menu=navigation.menu,
            soskes_breadcrumbs=navigation.breadcrumbs,
            soskes_languages=language_links(self, viewer, request),
            soskes_search_url=navigation.search_url,
        )
        return context

    def serve(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        """Serve in the page's own language, also where the host's URLs choose none."""
        base_serve = super().serve
        return _framed(self, request, lambda: base_serve(request, *args, **kwargs), kept=True)

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        base_preview = super().serve_preview
        return _in_language(self.locale.language_code, lambda: base_preview(request, mode_name))


class SoskesRoutablePageMixin(RoutablePageMixin):
    """For pages with addresses of their own below them; stands before the other mixins.

    ``RoutablePageMixin`` answers such an address without asking the classes behind it, so the
    page's language and the headers are seen to here.
    """

    def serve(self, request: HttpRequest, view=None, args=None, kwargs=None) -> HttpResponse:
        base_serve = super().serve

        def respond():
            return base_serve(request, view, args, kwargs)

        is_page_itself = getattr(view, "__name__", "") == "index_route"
        return _framed(self, request, respond, kept=is_page_itself)

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        base_preview = super().serve_preview
        return _in_language(self.locale.language_code, lambda: base_preview(request, mode_name))


def _framed(
    page, request: HttpRequest, respond: Callable[[], HttpResponse], kept: bool = False
) -> HttpResponse:
    """The response in the page's language, with headers that keep it out of shared caches.

    ``kept``: the page itself is asked for, so that its inside may come from the page cache.
    """
    viewer = viewer_for(request)
    response = kept_response(page, request) if kept else None
    if response is None and "locale" not in page._state.fields_cache:
        language_versions(page, viewer, request)  # brings the page's locale along

    def answer():
        if done := acted(request, page):
            return done
        return response or (kept and response_to_keep(page, request)) or respond()

    response = _in_language(page.locale.language_code, answer)
    patch_vary_headers(response, ["Cookie"])
    # Whoever has signed in or passed a password may have got what others must not.
    if viewer.is_authenticated or viewer.passed_passwords:
        patch_cache_control(response, private=True)
    return response


def _in_language(code: str, respond: Callable[[], HttpResponse]) -> HttpResponse:
    """The response, rendered in the language unless that (or a variant of it) is active."""
    try:
        if get_supported_content_language_variant(translation.get_language()) == code:
            return respond()
    except LookupError:  # the active language is none of the content languages
        pass
    with translation.override(code):
        response = respond()
        if hasattr(response, "render"):
            response.render()  # later the language would be the old one again
    response.headers["Content-Language"] = code
    return response
