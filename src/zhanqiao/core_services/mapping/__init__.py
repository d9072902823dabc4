"""图层 Mapping: what the layers of maps are: their tables, styles, legends, and what lies beneath. Pages stand in the portal."""
