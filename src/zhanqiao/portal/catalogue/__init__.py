"""The public pages of the catalogue: home, search, dataset, departments, themes.

Its words: a *listing* is the catalogue under words and facets, a *grid* is a table's rows under conditions;
the state of both lives in the address. It changes nothing and shows only what ``people.access`` allows.
"""
