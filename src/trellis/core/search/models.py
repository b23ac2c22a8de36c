"""The tables of the search index: one row per record and place, kept apart by how often they are read."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from trellis.core.register import describe


class SearchEntry(models.Model):
    """What ranking and filters need of one record at one place, and nothing more.

    A search may look at thousands of these rows, so they are small. The primary key is the place's key on a
    Z-order curve followed by a serial, so rows that are near each other on the ground are near each other in the
    file and in the word index, which uses the same number. It is always given, never counted up; it is an automatic field because
    only then SQLite keeps the rows in its order. Everything else about the record is in `SearchCard`.
    """

    id = models.BigAutoField(primary_key=True)
    group = models.BigIntegerField()
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)
    zone = models.SmallIntegerField(default=0)
    bits_a = models.BigIntegerField(default=0)
    bits_b = models.BigIntegerField(default=0)
    hours_0 = models.BigIntegerField(default=0)
    hours_1 = models.BigIntegerField(default=0)
    hours_2 = models.BigIntegerField(default=0)
    hours_3 = models.BigIntegerField(default=0)
    hours_4 = models.BigIntegerField(default=0)
    hours_5 = models.BigIntegerField(default=0)
    hours_6 = models.BigIntegerField(default=0)
    hours_exact = models.SmallIntegerField(default=1)
    closed_day = models.IntegerField(default=0)
    confirmed_day = models.IntegerField(default=0)
    quality = models.SmallIntegerField(default=0)
    name_words = models.TextField(default="")
    term_words = models.TextField(default="")
    organization_words = models.TextField(default="")

    class Meta:
        verbose_name = _("search entry")
        verbose_name_plural = _("search entries")

    def __str__(self) -> str:
        return f"entry {self.id}"


class SearchCard(models.Model):
    """The rest of an entry: whose it is, what a result shows, its opening rules and its words.

    Read for the twenty results of a page only. `words` is what the word index was fed with; it is kept because the
    index can forget a row only when it is told the very words it learned.
    """

    id = models.BigAutoField(primary_key=True)
    kind = models.CharField(max_length=60)
    ref = models.UUIDField(db_index=True)
    part = models.CharField(max_length=40, default="", blank=True)
    digest = models.CharField(max_length=32, default="")
    rules = models.TextField(default="")
    card = models.TextField(default="{}")
    words = models.TextField(default="")

    class Meta:
        verbose_name = _("search card")
        verbose_name_plural = _("search cards")

    def __str__(self) -> str:
        return f"{self.kind} {self.ref}"


class SearchWord(models.Model):
    """A word of the index: in how many entries it stands, how people write it, and which words mean the same."""

    word = models.CharField(max_length=80, primary_key=True)
    entries = models.IntegerField(default=0)
    shown = models.CharField(max_length=80, default="")
    means = models.TextField(default="")

    class Meta:
        verbose_name = _("search word")
        verbose_name_plural = _("search words")

    def __str__(self) -> str:
        return self.word


class SearchSpelling(models.Model):
    """A word with one letter left out, by which a misspelt word finds the right one."""

    spelling = models.CharField(max_length=80, db_index=True)
    word = models.CharField(max_length=80)

    class Meta:
        verbose_name = _("search spelling")
        verbose_name_plural = _("search spellings")

    def __str__(self) -> str:
        return f"{self.spelling} for {self.word}"


class SearchZone(models.Model):
    """A time zone that occurs in the index, under a small number."""

    code = models.SmallIntegerField(primary_key=True)
    name = models.CharField(max_length=64, unique=True)

    class Meta:
        verbose_name = _("search time zone")
        verbose_name_plural = _("search time zones")

    def __str__(self) -> str:
        return self.name


class SearchState(models.Model):
    """What the index as a whole was built with, such as the meaning of its bits."""

    name = models.CharField(max_length=40, primary_key=True)
    value = models.TextField(default="")

    class Meta:
        verbose_name = _("search state")
        verbose_name_plural = _("search state")

    def __str__(self) -> str:
        return self.name


# The index holds nothing but what apps registered for everybody to find.
describe(SearchEntry, personal={}, plain=["name_words", "term_words", "organization_words"])
describe(SearchCard, personal={}, plain=["kind", "part", "digest", "rules", "card", "words"])
describe(SearchWord, personal={}, plain=["word", "shown", "means"])
describe(SearchSpelling, personal={}, plain=["spelling", "word"])
describe(SearchZone, personal={}, plain=["name"])
describe(SearchState, personal={}, plain=["name", "value"])
