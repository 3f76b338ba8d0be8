"""The members page: who belongs to an organisation, and the way in."""
