"""交换 Exchange: metadata of other portals, harvested into our catalogue and kept in step with their sources.

Words: a *source* is a portal we harvest, a *run* one harvest of it, a *harvested record* what ties an entry of
our catalogue to the source's own identifier. It copies no data: entries that came from elsewhere link to it.
"""
