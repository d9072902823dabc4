"""Pictures and pages of paper. Knows no Django."""
