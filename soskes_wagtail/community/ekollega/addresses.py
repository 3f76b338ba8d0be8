"""Where things of eKollega are found, for notices, search and mail: below its first page."""


def base_url() -> str:
    """Address of the eKollega page, with a slash at its end; empty where there is none."""
    # The page has its views, which have their services, which tell addresses.
    from soskes_wagtail.community.ekollega.page import EkollegaPage

    page = EkollegaPage.objects.live().order_by("path").first()
    return (page.get_url() or "") if page else ""


def group_url(base: str, group_id: int) -> str:
    return f"{base}ryhma/{group_id}/"


def topic_url(base: str, topic_id: int) -> str:
    return f"{base}aihe/{topic_id}/"


def post_url(base: str, post_id: int) -> str:
    """Leads to the page of the topic on which the post stands."""
    return f"{base}viesti/{post_id}/"
