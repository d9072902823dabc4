"""Who: departments (the tree city, district, street), accounts, access and the audit trail.

Modules, each standing on those before it: ``audit``, ``departments``, ``accounts``, ``access``.
Knows nothing of data: what a dataset is, ``access`` learns from the ``Resource`` it is handed.
"""
