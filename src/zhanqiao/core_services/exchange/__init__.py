"""交换 Exchange: metadata of other portals, harvested into our catalogue; rows and files of department nodes, with receipts.

Words: a *source* is a portal we harvest, a *run* one harvest of it, a *harvested record* what ties an entry of
our catalogue to the source's own identifier; entries that came from elsewhere link to it. A *node* is a department's
system that signs its calls, a *transfer* what it handed over, a *receipt* what the platform signs of it, a *sealed batch*
the receipts under one root. Writing itself is done by ``publishing``, which logs here what it takes.
"""
