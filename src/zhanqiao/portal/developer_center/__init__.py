"""The developer center: how to call the city's data, with examples that run on real tables.

Its reference is read from the API's own OpenAPI document, as any outside program would; it knows nothing
else of the open service.
"""
