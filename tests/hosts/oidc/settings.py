"""A host whose people sign in with their municipality's own account (OpenID Connect)."""

import os

from testproject.settings import *  # noqa: F403
from testproject.settings import INSTALLED_APPS, MIDDLEWARE

ROOT_URLCONF = "hosts.oidc.urls"
INSTALLED_APPS = [
    *INSTALLED_APPS,
    "hosts.oidc",
    "allauth",
    "allauth.account",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
]
MIDDLEWARE = [*MIDDLEWARE, "allauth.account.middleware.AccountMiddleware"]
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
DATABASES = {
    "default": {"ENGINE": "django.db.backends.sqlite3", "NAME": os.environ["OIDC_DATABASE"]}
}
SOCIALACCOUNT_ONLY = True
SOCIALACCOUNT_AUTO_SIGNUP = True
SOCIALACCOUNT_LOGIN_ON_GET = False
ACCOUNT_EMAIL_VERIFICATION = "none"
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "OAUTH_PKCE_ENABLED": True,
        "APPS": [
            {
                "provider_id": "kunta",
                "name": "Kunnan tunnus",
                "client_id": "soskes",
                "secret": "only-for-tests",
                "settings": {"server_url": os.environ["OIDC_PROVIDER"]},
            }
        ],
    }
}
LOGIN_REDIRECT_URL = "/"
WAGTAIL_FRONTEND_LOGIN_URL = "/tunnus/login/"
SOSKES = {"MEMBERSHIP_ADAPTER": "hosts.oidc.membership.ByBusinessId"}
