"""The demo city's departments and accounts."""
