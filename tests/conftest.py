"""Fixtures that every part's tests may use; each file of ``support`` tells one story."""

pytest_plugins = [
    "support.services",
    "support.database",
    "support.browser",
    "support.installed",
    "support.members",
]
