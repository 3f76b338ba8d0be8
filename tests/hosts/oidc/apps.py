from django.apps import AppConfig


class OidcHostConfig(AppConfig):
    name = "hosts.oidc"
    label = "oidc_host"

    def ready(self):
        from allauth.account.signals import user_logged_in

        from hosts.oidc.membership import signed_in

        user_logged_in.connect(signed_in, dispatch_uid="soskes_claims")
