"""Corrections and following, as the public meets them: say that a cell is wrong, see what was answered, follow a dataset.

Words: as in ``core_services.corrections`` and ``core_services.following``. Pages show the office and the date, never the
person. Officers answer in ``portal.workbench``.
"""
