"""The data engine: a library that knows no Django. Ingest, releases, query, export."""
