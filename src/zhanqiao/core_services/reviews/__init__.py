"""Reviews: what is decided in two stages by people who had no part in it, and is not a file."""
