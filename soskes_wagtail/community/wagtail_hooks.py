from wagtail import hooks

from soskes_wagtail.community.member_chooser import member_chooser

hooks.register("register_admin_viewset", member_chooser)
