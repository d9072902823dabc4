"""应用 Applications: the gallery of what people made of open data, handing one in, deciding about it.

Words: as in ``core_services.gallery``. Pages show how the maker wants to be named, the office and the date, never the account.
"""
