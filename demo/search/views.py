from django.core.paginator import Paginator
from django.template.response import TemplateResponse
from wagtail.models import Locale, Page


def search(request):
    """The site's own search, as ``wagtail start`` makes it, but closed pages stay out.

    ``live()`` alone would show the titles of closed pages to everybody.
    """
    query = request.GET.get("query", "")
    if query:
        pages = Page.objects.live().public().filter(locale=Locale.get_active())
        results = pages.search(query)
    else:
        results = Page.objects.none()
    return TemplateResponse(
        request,
        "search/search.html",
        {
            "search_query": query,
            "search_results": Paginator(results, 10).get_page(request.GET.get("page")),
        },
    )
