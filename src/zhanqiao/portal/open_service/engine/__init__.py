"""Kept answers: the result cache of one process."""
