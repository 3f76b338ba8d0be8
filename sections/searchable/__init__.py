"""Entries of the sections' kinds: see ``sections.search_sources``."""
