"""Readers of sources: databases, interfaces, shelves of files. No Django; whoever calls brings addresses that were looked at."""
