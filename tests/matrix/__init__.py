"""One package, so that its world ends with its last test."""
