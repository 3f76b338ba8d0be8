"""Import from the Finnish Service Catalogue (Palvelutietovaranto, PTV).

Three seams, so that other sources and versions can be put on: ``source`` gives raw JSON objects,
``parser`` turns those of v9–v11 into the internal ``model``, and everything after that
(``plan``, ``apply`` and the writers) knows only the internal model.
"""
