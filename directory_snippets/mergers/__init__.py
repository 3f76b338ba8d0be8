"""Mergers: what belongs to one organisation or municipality goes over to another on a day."""
