"""Banners above pages: for all, a section or a municipality, from one moment to another."""
