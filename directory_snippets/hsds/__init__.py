"""Open Referral HSDS 3.0: the directory as other systems read it, as files and as a read API."""
