"""连接器 Connectors: rows fetched by schedule from where departments keep them, into published tables.

Words: a *connector* is where rows come from and the table they go to, a *run* one fetching, a *position* how far the
source was taken, a *quarantined row* one that does not fit the table. It fetches and hands over: what is checked and
published is decided by ``publishing``, as for everything that programs send.
"""
