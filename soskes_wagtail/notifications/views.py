"""Ending mail by one click (RFC 8058), also for people who do not sign in any more."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from soskes_wagtail.conf import app_settings
from soskes_wagtail.notifications.addresses import Addresses
from soskes_wagtail.notifications.languages import languages_of
from soskes_wagtail.notifications.preferences import end_mail
from soskes_wagtail.notifications.signing import user_of


@csrf_exempt  # mail programs post without a cookie; the signature says who is meant
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """A GET asks and changes nothing: programs that look at links must end nobody's mail."""
    user = user_of(token)
    language = languages_of([user.pk])[user.pk] if user else translation.get_language()
    with translation.override(language):
        if user and request.method == "POST":
            end_mail(user)
        context = {
            "soskes_base": app_settings.BASE_TEMPLATE,
            "known": user is not None,
            "done": request.method == "POST",
            "settings_url": Addresses().settings(),
        }
        response = render(
            request,
            "soskes_wagtail/notifications/unsubscribe.html",
            context,
            status=200 if user else 404,
        )
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex"
    return response
