"""Commands beside ``publishing.command``."""
