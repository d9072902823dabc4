"""数据发布服务 Publishing: from the file a department hands in to a release the public sees.

Words: a *submission* is one file on its way: *acknowledged* (we have it, durable), *understanding*,
*understood* or *refused*, *publishing*, *published*, or *cancelled*. *Describing* it gives the catalogue entry
and the words of its columns. The *personal-data gate* searches all rows and blocks publication.

It does not store rows (``data_center.storage``) and decides no rights (``people.access``).
"""
