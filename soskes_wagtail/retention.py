"""How long things are kept: parts register rules, ``soskes_apply_retention`` carries them out
every night, ``SOSKES["RETENTION_DAYS"]`` changes the days."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass

from django.core.exceptions import ImproperlyConfigured
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from soskes_wagtail.conf import app_settings


@dataclass(frozen=True)
class RetentionRule:
    """``due(before)``: rows that may go when their time ended before the moment ``before``.
    ``days``: how long they are kept where the settings say nothing; 0 keeps them for ever."""

    name: str
    label: str
    days: int
    due: Callable[[datetime.datetime], QuerySet]

    @property
    def kept_days(self) -> int:
        return app_settings.RETENTION_DAYS.get(self.name, self.days)


_rules: dict[str, RetentionRule] = {}


def register_retention_rule(rule: RetentionRule) -> None:
    """Add a rule; a second one of the same name replaces the first."""
    _rules[rule.name] = rule


def retention_rules() -> list[RetentionRule]:
    return sorted(_rules.values(), key=lambda rule: rule.name)


def kept_days(name: str) -> int:
    """Days that a registered rule keeps its rows; 0: for ever."""
    return _rules[name].kept_days


def apply_retention(*, dry_run: bool = False) -> list[tuple[RetentionRule, int]]:
    """Delete what is due by each rule, one by one as signals expect; how many rows of each.

    ImproperlyConfigured, and nothing deleted, for a name in the settings that is no rule.
    """
    unknown = sorted(set(app_settings.RETENTION_DAYS) - set(_rules), key=str)
    if unknown:
        raise ImproperlyConfigured(
            f"SOSKES['RETENTION_DAYS'] knows {sorted(_rules)}, not {', '.join(map(repr, unknown))}."
        )
    done = []
    for rule in retention_rules():
        if not rule.kept_days:
            continue
        rows = rule.due(timezone.now() - datetime.timedelta(days=rule.kept_days))
        if dry_run:
            done.append((rule, rows.count()))
            continue
        with transaction.atomic():
            found = list(rows)
            for row in found:
                row.delete()
        done.append((rule, len(found)))
    return done
