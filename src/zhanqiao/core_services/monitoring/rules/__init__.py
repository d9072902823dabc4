"""Decisions of monitoring: what a backup holds, when a check fails, when an alert is raised, how long records are kept."""
