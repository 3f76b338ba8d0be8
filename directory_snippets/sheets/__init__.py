"""Tables that people fill in: contacts, service points and organisations from CSV and Excel."""
