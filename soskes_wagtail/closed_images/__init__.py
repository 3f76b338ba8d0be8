"""Images of closed collections, for those only to whom the collection is open.

Wagtail puts every image where the web server hands it out to whoever has its address. The images
of SosKes's closed collections lie with the private files instead, and so do the renditions made
of them; their addresses lead to a view that asks who may have them, at every fetch. All else is
as Wagtail has it: the host's image model, ``{% image %}``, the admin, and images of other
collections.

- ``places``: which collections are closed, and to whom
- ``names``: the names of files that are kept apart
- ``storage``: one storage that knows both places
- ``fields``: has the host's image and rendition models use it
- ``settling``: moves files when a collection is closed or opened, or an image changes place
- ``views``: hands a file out
"""
