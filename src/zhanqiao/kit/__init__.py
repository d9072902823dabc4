"""Domain-free tools of the house: texts in two languages, errors, ids, clock, settings, pages, ui.

Knows nothing of data, departments or people. Everything above may use it.
"""
