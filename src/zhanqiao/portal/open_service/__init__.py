"""The open data service: API v1 as described by ``rules.registry``, served under ``/api/v1``.

Its words: an *endpoint* is one address of the API, declared once in ``rules.registry`` (addresses,
parameter checks, the OpenAPI document and the developer pages all come from there); an *answer* is
the bytes of one reply; a *kept answer* is one that is remembered by release and query.

It holds no data and decides no access: it parses, asks the doors of ``data_center`` and ``people``, renders.
"""
