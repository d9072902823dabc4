"""The demo city: Qingdao's departments, accounts and datasets, and the loader that publishes them.

``data/`` holds what was written by hand: one description per dataset, and the departments.
``sources/`` reads the open data that installed packages carry; ``synthetic/`` generates what no open
data exists for, clearly marked; ``city/`` makes departments and accounts. Everything goes in through
the same doors a department's officer uses. It holds no data of other people in the repository.
"""
