"""How long the pages of the demo take beside a bare Wagtail page, and an import beside single
saves and ``bulk_create``, each measured in one run.

``python -m bench`` in this folder, or ``make bench``. Compare the ratios: times drift from
machine to machine and from run to run.
"""
