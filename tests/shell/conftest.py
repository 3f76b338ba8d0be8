from support.network import close, groups, home, locales, make, person, role, root

__all__ = ["close", "groups", "home", "locales", "make", "person", "role", "root"]
