"""Metadata 数据描述定义: what the columns of a table mean.

Words: a *dictionary* describes every column of a table in both languages; it has *versions* that are never
changed; an *entry* is one column's line. A *suggested* entry was proposed from the column's name or values
and nobody has confirmed it.

It does not decide types (``storage`` understood those) and holds no rows.
"""
