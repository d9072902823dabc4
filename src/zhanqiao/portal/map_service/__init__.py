"""Map service 地图服务: every table with a place is a layer, every table with division codes colours districts.

Words: a *layer* is a table drawn in one *style* (single colour, categories, classes, clusters, or areas coloured by
division code); the *base* is what lies beneath. A map is its address: layers, styles, order, view. Tiles come from
``open_service``; who may see what is decided where the rows are read. The page works without JavaScript as a list of layers
with their legends and links to their rows.
"""
