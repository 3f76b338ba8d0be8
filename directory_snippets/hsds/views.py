"""The read API of HSDS 3.0: thin views over ``resources``."""

import uuid
from collections.abc import Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import translation
from django.views import View

from soskes_wagtail.access import Viewer, viewer_for
from soskes_wagtail.conf import app_settings
from soskes_wagtail.directory_snippets.hsds.errors import BadParameter
from soskes_wagtail.directory_snippets.hsds.params import Params, read_params
from soskes_wagtail.directory_snippets.hsds.queries import Directory
from soskes_wagtail.directory_snippets.hsds.resources import Resource
from soskes_wagtail.directory_snippets.hsds.responses import METHODS, answer, preflight, problem

VERSION = "3.0"
PROFILE = "https://docs.openreferral.org/en/v3.0.1/hsds/"
OPENAPI = "https://raw.githubusercontent.com/openreferral/specification/3.0/schema/openapi.json"


class HsdsView(View):
    """Lets nothing but JSON out; without the setting there is nothing at this address."""

    filters: frozenset[str] = frozenset()

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if not app_settings.HSDS_API:
            raise Http404
        viewer = viewer_for(request)
        anonymous = not viewer.is_authenticated
        if request.method == "OPTIONS":
            return preflight(anonymous=anonymous)
        if request.method not in METHODS:
            return problem(405, "This API is read only.", anonymous=anonymous)
        try:
            params = read_params(request, self.filters)
        except BadParameter as bad:
            return problem(400, str(bad), anonymous=anonymous, parameter=bad.name)
        with translation.override(params.language):
            data = self.data(viewer, params, **kwargs)
        if data is None:
            return problem(404, "There is no such object.", anonymous=anonymous)
        return answer(request, data, anonymous=anonymous, language=params.language)

    def data(self, viewer: Viewer, params: Params, **kwargs) -> dict[str, Any] | None:
        raise NotImplementedError


class AboutView(HsdsView):
    def data(self, viewer: Viewer, params: Params, **kwargs) -> dict[str, Any]:
        return {"version": VERSION, "profile": PROFILE, "openapi_url": OPENAPI}


class ListView(HsdsView):
    resource: Resource = None

    @property
    def filters(self) -> frozenset[str]:
        return self.resource.filters

    def data(self, viewer: Viewer, params: Params, **kwargs) -> dict[str, Any]:
        directory = Directory(viewer, params.language)
        rows = self.resource.rows(directory, params)
        total = len(rows) if isinstance(rows, Sequence) else rows.count()
        first = (params.page - 1) * params.per_page
        page = list(rows[first : first + params.per_page]) if first < total else []
        contents = self.resource.shown(directory, page, params)
        pages = -(-total // params.per_page)
        return {
            "total_items": total,
            "total_pages": pages,
            "page_number": params.page,
            "size": len(contents),
            "first_page": params.page == 1,
            "last_page": params.page >= pages,
            "empty": not contents,
            "contents": contents,
        }


class DetailView(HsdsView):
    resource: Resource = None

    def data(self, viewer: Viewer, params: Params, **kwargs) -> dict[str, Any] | None:
        try:
            wanted = uuid.UUID(kwargs["identifier"])
        except ValueError:
            return None
        return self.resource.one(Directory(viewer, params.language), wanted)
