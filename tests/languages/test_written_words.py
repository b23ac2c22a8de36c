"""What people write is kept with the language they wrote it in, so that it can be marked where it is shown."""

import pytest
from django.apps import apps
from django.db import models
from django.template import Context, Template
from django.utils import translation

from trellis.core.fields import EncryptedTextField
from trellis.core.texts import written_in

OF_ITS_RECORD = "belongs to a record, whose language it is in"
A_NAME = "a name, which is shown apart with <bdi>"
FEW = "a note among the few who keep a place together, in the language they work in"
NOBODY = "shown to nobody but whoever wrote it and whom they told it for"
CODES = "codes, addresses and digests, no sentences"
OF_ITS_ROUND = "in the language of the round that it belongs to"
OWN_LANGUAGES = "holds the words of a record together with their languages"

WITHOUT_LANGUAGE = {
    "directory.Contact": OF_ITS_RECORD,
    "directory.Schedule": OF_ITS_RECORD,
    "directory.ServiceAtLocation": OF_ITS_RECORD,
    "directory.Revision": OWN_LANGUAGES,
    "directory.Correction": OF_ITS_RECORD,
    "directory.MergeProposal": FEW,
    "directory.TaxonomyTerm": "a list that others made; our own plain terms are translated with the program",
    "directory.Holiday": A_NAME,
    "directory.SchoolTerm": A_NAME,
    "directory.Place": A_NAME,
    "directory.PlaceName": A_NAME,
    "directory.Source": A_NAME,
    "directory.Following": CODES,
    "directory.Origin": CODES,
    "directory.GroupElsewhere": A_NAME,
    "directory.JoinRequest": A_NAME,
    "directory.Circle": A_NAME,
    "directory.Interest": CODES,
    "directory.LeadershipView": CODES,
    "directory.ConfirmRequest": CODES,
    "commitments.Commitment": CODES,
    "directory.SpaceTerms": OF_ITS_RECORD,
    "exchange.GroupPractice": CODES,
    "exchange.Loan": CODES,
    "exchange.Match": CODES,
    "exchange.PickupStop": OF_ITS_ROUND,
    "exchange.RoundStop": OF_ITS_ROUND,
    "gatherings.Absence": A_NAME,
    "gatherings.Bed": A_NAME,
    "gatherings.CalendarAddress": CODES,
    "gatherings.Gathering": "in the language of its series",
    "gatherings.PatrolArea": A_NAME,
    "gatherings.Plot": A_NAME,
    "gatherings.Team": A_NAME,
    "gatherings.WarmlineContact": CODES,
    "gatherings.WarmlineCount": CODES,
    "gatherings.WarmlineHandler": CODES,
    "people.Capability": CODES,
    "people.Block": A_NAME,
    "people.Membership": A_NAME,
    "people.Case": FEW,
    "people.Confidence": FEW,
    "people.ContactWay": NOBODY,
    "people.Profile": NOBODY,
    "people.HelpingSession": NOBODY,
    "people.HelpedDeed": CODES,
    "people.PersonalCode": CODES,
    "talk.Card": FEW,
    "core.StoredFile": A_NAME,
}
"""Models that hold text and no language, each with the reason."""
NOT_WRITTEN = {
    "core.LogEntry", "core.LogHead", "core.PublishedHead", "core.FormKey", "core.KeyRotation", "core.ErasuresApplied", "core.QueuedJob",
    "core.JobKey", "core.PeriodicJob", "core.WorkerBeat", "core.Grant", "core.SearchEntry", "core.SearchCard", "core.SearchWord",
    "core.SearchSpelling", "core.SearchZone", "core.SearchState",
}  # fmt: skip
"""What the program writes for itself."""


def holds_text(field: models.Field) -> bool:
    """Whether anything may be written there: no choice from a list, no address, no key."""
    bound = (models.EmailField, models.URLField, models.SlugField, models.UUIDField)
    if field.choices or isinstance(field, bound):
        return False
    return isinstance(field, models.CharField | models.TextField | EncryptedTextField)


def models_with_text() -> dict[str, type[models.Model]]:
    ours = [model for model in apps.get_models() if model.__module__.startswith("trellis.")]
    return {model._meta.label: model for model in ours if any(map(holds_text, model._meta.concrete_fields))}


def has_language(model: type[models.Model]) -> bool:
    return any(field.name == "language" for field in model._meta.concrete_fields)


def test_every_text_has_a_language_or_a_reason():
    silent = {label for label, model in models_with_text().items() if not has_language(model)}

    assert sorted(silent - set(WITHOUT_LANGUAGE) - NOT_WRITTEN) == [], "give it `language = CharField(default=written_in)`, or a reason"
    assert sorted((set(WITHOUT_LANGUAGE) | NOT_WRITTEN) - silent) == [], "these no longer need a reason"


@pytest.mark.parametrize("language", ["en", "es", "ar"])
def test_a_text_is_in_the_language_of_the_page_it_is_written_on(language):
    with translation.override(language):
        assert written_in() == language


def test_outside_of_any_page_it_is_the_language_of_the_place(settings):
    with translation.override(None):
        assert written_in() == settings.LANGUAGE_CODE


def test_a_text_in_another_language_says_so_where_it_is_shown():
    page = Template("{% load ui %}<p{{ comment|in_language }}>{{ comment.body }}</p>")
    comment = type("Comment", (), {"language": "ar", "body": "أهلًا"})()
    with translation.override("es"):
        assert page.render(Context({"comment": comment})) == '<p lang="ar" dir="rtl">أهلًا</p>'
    with translation.override("ar"):
        assert page.render(Context({"comment": comment})) == "<p>أهلًا</p>"
