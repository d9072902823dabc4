"""数据比对校准 Comparison and calibration: where two tables say different things, who looks into it by when, and what came of it.

Words: a *comparison* says which tables are held against each other and how, a *run* is one time it was done, a *discrepancy* one cell
(or one row without a partner) in which they differ; it keeps its identity from run to run. The *source* is the department that must look
into it: that of the table that is not authoritative. The engine that finds pairs is ``data_center.storage`` (linkage).
"""
