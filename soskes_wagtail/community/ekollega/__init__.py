"""eKollega: discussions of colleagues in groups that are open, closed or hidden.

``models`` what there is, ``keys`` who may enter which group, ``standing`` what somebody may do in
one, ``services`` every action, ``views`` and ``forms`` the pages below an ``EkollegaPage``.
"""
