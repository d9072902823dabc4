"""OGC API - Features and Tiles, and CQL2, in the words of the query model.

Sources: OGC 17-069r4 (Features core), 18-058r1 (CRS), 19-079r2 (filtering), 21-065r2 (CQL2), 20-057 (Tiles). What the
query model has no word for is refused by name.
"""
