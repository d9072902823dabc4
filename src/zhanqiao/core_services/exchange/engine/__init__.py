"""Readers of other portals' catalogues and the fetching of their bytes. No Django."""
