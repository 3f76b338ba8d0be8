"""What pages and records tell people of: new pages, changes, events, facts of municipalities."""
