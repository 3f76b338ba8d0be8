"""A search server (Elasticsearch, OpenSearch) as a third engine, through the host's modelsearch
backend.

The database keeps rows and tokens all the same: it answers while the server is away, and it is
where the server's index is made from. ``changes`` sends what has been committed, ``build`` makes
the index and compares it, ``engine`` searches.
"""
