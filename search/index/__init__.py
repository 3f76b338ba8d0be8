"""The index of search: rows of all sources, and an engine that keeps their tokens.

``engine.get_engine()`` is where another engine is added; ``changes`` keeps the index right while
people work, ``update`` writes, ``rebuild`` builds and ``check`` repairs.
"""
