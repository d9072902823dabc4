"""Counting uses in memory and on disk. Knows no Django."""
