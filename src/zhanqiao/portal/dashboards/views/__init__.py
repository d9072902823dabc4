"""Pages of dashboards. Each view parses, makes one call, renders."""
