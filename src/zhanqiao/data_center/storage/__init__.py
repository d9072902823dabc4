"""Storage 存储: tables and their releases.

Words: a *table* keeps its id for ever; a *release* is one immutable state of its rows; the *current*
release is what readers see. A release is *preparing* until one transaction acknowledges it; readers
never see a preparing one. The Django-free ``engine`` holds the bytes (Iceberg snapshot, DuckDB serving
copy, manifest); this module knows which of them count.

It does not know datasets, departments' rights or pages: the catalogue above decides who may read.
"""
