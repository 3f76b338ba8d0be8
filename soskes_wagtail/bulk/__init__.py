"""Many rows at once, past the signals of single rows.

For imports: ``rows`` inserts and updates, ``references`` keeps Wagtail's reference index right,
``changed`` tells everybody else what was written. All of it belongs into one transaction of the
caller, which begins with ``begin_writing``.
"""
