"""The marketplace (kirpputori): what municipalities' offices offer, look for and give away.

Ads are for members, end after thirty days unless renewed, and show nobody's address: whoever is
interested writes on the site. Photos are drawn anew, without the place they were taken.

- ``services.ads``: put up, change, renew, sell, delete
- ``services.talk``: messages between the one who asks and the one who put the ad up
- ``services.watching``: searches that people keep, with a notice for what is new
- ``services.moderating``: reports, hiding, restoring
- ``services.tending``: notices before an ad ends; what is old goes
"""


def register() -> None:
    """Called once the app is ready."""
    from soskes_wagtail.community.attachments.registry import register_attachable
    from soskes_wagtail.community.marketplace import install, notices, person, search
    from soskes_wagtail.community.marketplace.models import Ad

    register_attachable(Ad)
    install.register()
    notices.register()
    person.register()
    search.register()
