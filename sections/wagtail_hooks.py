from wagtail import hooks

from soskes_wagtail.sections.alerts.policy import alert_policy
from soskes_wagtail.sections.alerts.viewset import AlertViewSet
from soskes_wagtail.sections.models import Alert

try:  # Wagtail 8 asks for the policy by model
    from wagtail.permissions import register_permission_policy
except ImportError:
    pass
else:
    register_permission_policy(Alert, alert_policy)


@hooks.register("register_admin_viewset")
def alert_viewset():
    return AlertViewSet()
