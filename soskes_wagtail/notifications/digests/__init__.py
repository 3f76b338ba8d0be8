"""Mail about notices, in three steps that know nothing of each other.

``preparing`` decides who gets a mail and which notices go into it, ``composing`` writes it for
its reader as they may see things now, ``sending`` hands it to the mail server, once.
"""
