"""Import from the Finnish Service Catalogue (Palvelutietovaranto, PTV).

Three seams, so that other sources and versions can be put on: ``source`` gives raw JSON objects,
``versions`` chooses the parser that turns each of them into the internal ``model`` (``parser`` for
v9–v11, ``v12``), and everything after that (``plan``, ``apply`` and the writers) knows only the
internal model.
"""
