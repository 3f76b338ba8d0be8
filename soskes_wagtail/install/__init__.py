"""Putting SosKes into a host and taking it out again.

Each part registers its step in ``AppConfig.ready()``; a part that the host leaves out is left
out of the installation too. What a step creates is remembered, so that ``soskes_uninstall``
removes that and nothing else.
"""

from soskes_wagtail.install.context import InstallContext
from soskes_wagtail.install.registry import InstallStep, register_step, steps

__all__ = ["InstallContext", "InstallStep", "register_step", "steps"]
