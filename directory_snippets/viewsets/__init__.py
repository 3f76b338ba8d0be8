"""The directory in the admin."""
