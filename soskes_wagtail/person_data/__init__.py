"""What SosKes holds about a person: parts register it, so that one export has all of it and one
erasure leaves nothing behind by accident.

``register_person_data(PersonData(name, export=…, erase=…))`` in ``AppConfig.ready()``.
"""

from soskes_wagtail.person_data.registry import (
    Erasure,
    PersonData,
    person_data,
    register_person_data,
    values_of,
)

__all__ = ["Erasure", "PersonData", "person_data", "register_person_data", "values_of"]
