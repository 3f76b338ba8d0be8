"""Feedback: about a page, the training, the system, the content or the project.

Anonymous means that nothing is stored that leads to a person: no user, no address, no session, no
time of day.
"""


def register() -> None:
    """What ``AppConfig.ready`` calls."""
    from soskes_wagtail.community.feedback import install, person, showing

    install.register()
    showing.register()
    person.register()
