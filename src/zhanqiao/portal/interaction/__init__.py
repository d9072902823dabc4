"""Interaction 互动交流: applying for data, asking for data to be opened, seeing what was answered and when.

Words: as in ``core_services.data_requests``. Public pages show the office and the date, never the person.
Officers work in ``portal.workbench``.
"""
