"""Dashboards: their document, their reading, their listing."""
