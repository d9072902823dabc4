"""Pages of news. Each view parses, makes one call, renders."""
