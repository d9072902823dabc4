"""Pages of applications: reading, making, reviewing."""
