from django.conf import settings
from django.contrib.auth.views import LoginView
from soskes_demo.accounts import ACCOUNTS, PASSWORD


class SiteLoginView(LoginView):
    """The site's login. On one's own machine it also tells the accounts to try."""

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        if settings.DEBUG:
            context.update(demo_accounts=ACCOUNTS, demo_password=PASSWORD)
        # Somebody who is signed in and still sent here lacks the right to the page.
        context["lacks_access"] = self.request.user.is_authenticated and bool(
            self.get_redirect_url()
        )
        return context
