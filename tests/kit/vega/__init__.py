"""Charts drawn as vectors without a browser."""
