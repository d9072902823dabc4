"""数据中心 Data center: what the city holds.

Its parts, each standing on the one before: ``storage`` (tables and their immutable releases),
``metadata`` (the dictionary of each table's columns), ``catalogue`` (the statutory entry of each dataset).
"""
