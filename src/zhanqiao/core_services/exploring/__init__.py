"""探索 Exploring: which rows of a table are looked at, and how they are drawn as a chart.

The state of a view is read from an address and written back into addresses and parameters of the query model, so that a
link, an API call and a picture say the same. Pages belong to the portal; what may be read is asked of the catalogue before.
"""
