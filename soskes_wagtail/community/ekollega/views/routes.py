"""Addresses below an eKollega page. Finnish words, since people read and write them."""

from wagtail.contrib.routable_page.models import path

from soskes_wagtail.community.ekollega.views import (
    feed,
    groups,
    members,
    moderation,
    posts,
    topics,
)


class EkollegaRoutesMixin:
    """Every address, and the view behind it; for a routable page."""

    @path("")
    def index_route(self, request, *args, **kwargs):
        return feed.index(self, request)

    @path("uutta/")
    def feed_route(self, request):
        return feed.latest(self, request)

    @path("luettu/")
    def read_route(self, request):
        return feed.read_everything(self, request)

    @path("ryhmat/")
    def groups_route(self, request):
        return groups.all_groups(self, request)

    @path("ryhmat/uusi/")
    def start_group_route(self, request):
        return groups.start(self, request)

    @path("ryhma/<int:pk>/")
    def group_route(self, request, pk):
        return groups.group(self, request, pk)

    @path("ryhma/<int:pk>/asetukset/")
    def change_group_route(self, request, pk):
        return groups.change(self, request, pk)

    @path("ryhma/<int:pk>/arkistoi/")
    def archive_group_route(self, request, pk):
        return groups.archive(self, request, pk)

    @path("ryhma/<int:pk>/seuraa/")
    def follow_group_route(self, request, pk):
        return groups.follow(self, request, pk)

    @path("ryhma/<int:pk>/liity/")
    def join_route(self, request, pk):
        return members.join(self, request, pk)

    @path("ryhma/<int:pk>/eroa/")
    def leave_route(self, request, pk):
        return members.leave(self, request, pk)

    @path("ryhma/<int:pk>/jasenet/")
    def members_route(self, request, pk):
        return members.listed(self, request, pk)

    @path("ryhma/<int:pk>/kutsu/")
    def invite_route(self, request, pk):
        return members.invite(self, request, pk)

    @path("jasen/<int:pk>/")
    def member_route(self, request, pk):
        return members.change(self, request, pk)

    @path("ryhma/<int:pk>/uusi/")
    def start_topic_route(self, request, pk):
        return topics.start(self, request, pk)

    @path("aihe/<int:pk>/")
    def topic_route(self, request, pk):
        return topics.topic(self, request, pk)

    @path("aihe/<int:pk>/uusin/")
    def first_unread_route(self, request, pk):
        return topics.first_unread(self, request, pk)

    @path("aihe/<int:pk>/toiminto/")
    def topic_action_route(self, request, pk):
        return topics.act(self, request, pk)

    @path("aihe/<int:pk>/seuraa/")
    def follow_topic_route(self, request, pk):
        return topics.follow(self, request, pk)

    @path("aihe/<int:pk>/otsikko/")
    def retitle_route(self, request, pk):
        return topics.retitle(self, request, pk)

    @path("aihe/<int:pk>/siirra/")
    def move_route(self, request, pk):
        return topics.move(self, request, pk)

    @path("aihe/<int:pk>/piilota/")
    def hide_topic_route(self, request, pk):
        return moderation.hide_topic(self, request, pk)

    @path("viesti/<int:pk>/")
    def post_route(self, request, pk):
        return posts.post(self, request, pk)

    @path("viesti/<int:pk>/muokkaa/")
    def edit_route(self, request, pk):
        return posts.edit(self, request, pk)

    @path("viesti/<int:pk>/versiot/")
    def versions_route(self, request, pk):
        return posts.versions(self, request, pk)

    @path("viesti/<int:pk>/poista/")
    def delete_route(self, request, pk):
        return posts.delete(self, request, pk)

    @path("viesti/<int:pk>/ilmoita/")
    def report_route(self, request, pk):
        return moderation.report(self, request, pk)

    @path("viesti/<int:pk>/kasittele/")
    def moderate_route(self, request, pk):
        return moderation.moderate(self, request, pk)

    @path("ilmoitukset/")
    def reports_route(self, request):
        return moderation.queue(self, request)

    @path("luonnos/")
    def draft_route(self, request):
        return posts.draft(self, request)
