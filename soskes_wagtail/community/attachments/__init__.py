"""Files that members attach to what they write.

Who may have a file is decided by the object it is attached to, at every fetch (``can_see``).
Files lie in a private place that no web server shows, are known by what is in them and not by
their name, and pictures lose what the camera wrote into them.

- ``services.store(upload, owner=)``: keep a file that somebody sends, not attached yet
- ``services.attach(keys, to=, owner=)``: tie own files to an object
- ``services.attachments_of(objects)``: what is attached to each, in one query
- ``views.AttachmentRoutesMixin``: the addresses below a page
- ``registry.register_attachable(model)``: what files can be attached to; the model gets
  ``GenericRelation(Attachment)``, so that with a row its files go
"""
