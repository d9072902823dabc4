"""Dashboards 看板: the gallery, reading a dashboard with its filters, making one, embedding one, reviewing for the gallery.

Words: as in ``core_services.dashboards``. Public pages show the office and the date, never the person.
"""
