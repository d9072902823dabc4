"""Catalogue 数据目录: the statutory entry of each dataset, and what hangs on it.

Words: a *dataset* is one entry of the 政务信息资源目录; it holds *tables*; each table has *releases*
(``storage``) and a *dictionary* (``metadata``). The *open catalogue* is the sharing catalogue seen through
``open_type``: unconditional, conditional and closed entries are all listed, with their conditions and grounds.

Who may see what is decided by ``people.access`` alone; this module asks it everywhere.
"""
