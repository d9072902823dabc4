"""News 新闻动态、政策解读、在线访谈: reading them, asking before an interview, and writing them in the workbench.

Words: as in ``core_services.news``. Articles are signed by the office, never by a person.
"""
