"""The editors' words: what stands for what, and what says nothing."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from soskes_wagtail.search.analysis.tokens import words_of


class Synonym(models.Model):
    """An abbreviation or another name: ``OMT`` finds ``omaishoidon tuki``."""

    word = models.CharField(
        _("word or abbreviation"),
        max_length=100,
        unique=True,
        help_text=_("What people write, for example OMT."),
    )
    meanings = models.TextField(
        _("finds also"),
        help_text=_("One meaning on each line, for example omaishoidon tuki."),
    )
    both_ways = models.BooleanField(
        _("both ways"),
        default=False,
        help_text=_("The meanings find texts with this word, too."),
    )

    panels = [FieldPanel("word"), FieldPanel("meanings"), FieldPanel("both_ways")]

    class Meta:
        verbose_name = _("synonym")
        verbose_name_plural = _("synonyms")
        ordering = ["word"]

    def __str__(self):
        return self.word

    def clean(self):
        super().clean()
        if self.word and not words_of(self.word):
            raise ValidationError({"word": _("Write at least one letter or digit.")})
        if self.meanings and not self.meaning_words:
            raise ValidationError({"meanings": _("Write at least one letter or digit.")})

    @property
    def meaning_words(self) -> list[tuple[str, ...]]:
        """The words of each meaning."""
        lines = (tuple(words_of(line)) for line in self.meanings.splitlines())
        return [words for words in lines if words]


class StopWord(models.Model):
    """A word that is left out of queries, since it says nothing of what is looked for."""

    word = models.CharField(_("word"), max_length=50, unique=True)

    panels = [FieldPanel("word")]

    class Meta:
        verbose_name = _("word left out")
        verbose_name_plural = _("words left out")
        ordering = ["word"]

    def __str__(self):
        return self.word
