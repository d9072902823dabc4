"""看板 Dashboards: tiles of numbers, charts, rows and words over tables, by an open JSON document; versions, forks, gallery.

What a tile shows is read under the reader's access card at the moment of reading; a document holds no data.
"""
