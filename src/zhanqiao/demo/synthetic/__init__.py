"""Generated data for what no open data exists for: deterministic, marked as synthetic, about nobody real."""
