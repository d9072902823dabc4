"""The pages of one's own place."""
