"""Pages of contests. Each view parses, makes one call, renders."""
