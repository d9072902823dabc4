"""OData 4.0 in the words of the query model: names, expressions, options, metadata, values.

Source: OASIS OData Version 4.0 (protocol, URL conventions, CSDL, JSON format) and its extension for data aggregation.
What the query model has no word for is refused by name.
"""
