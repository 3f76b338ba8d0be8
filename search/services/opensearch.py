"""The OpenSearch 1.1 description document, by which browsers can add the search to theirs."""

from xml.sax.saxutils import escape, quoteattr

from django.http import HttpRequest
from django.utils.translation import gettext as _


def description(page, request: HttpRequest) -> str:
    """For the search page; ``short`` names may have 16 characters."""
    address = page.get_full_url(request) or request.build_absolute_uri(page.get_url(request))
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<OpenSearchDescription xmlns="http://a9.com/-/spec/opensearch/1.1/">
<ShortName>SosKes</ShortName>
<Description>{escape(_("Search of SosKes"))}</Description>
<InputEncoding>UTF-8</InputEncoding>
<Language>{escape(page.locale.language_code)}</Language>
<Url type="text/html" method="get" template={quoteattr(address + "?q={searchTerms}")}/>
</OpenSearchDescription>
"""
