"""What each kind of row is called when people read about it: on the page about privacy and in a takeout."""

from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

NAMES = {
    "account.EmailAddress": _("Addresses you sign in with"),
    "account.EmailConfirmation": _("Proofs that an address is yours"),
    "commitments.Commitment": _("What you promised, and what was promised to you"),
    "core.Grant": _("Your roles"),
    "core.Letter": _("Your letters"),
    "core.LogEntry": _("The log of what happened"),
    "core.Person": _("Your account"),
    "core.StoredFile": _("Your files"),
    "directory.Circle": _("Circles of people who look for others like them"),
    "directory.Claim": _("Records you said you may speak for"),
    "directory.Contact": _("Whom to reach at a group or service"),
    "directory.Correction": _("Corrections beside a record from elsewhere"),
    "directory.Correspondent": _("Whom we ask whether a record is still right"),
    "directory.Hello": _("First words between groups"),
    "directory.Interest": _("What you would like to talk about with others"),
    "directory.JoinRequest": _("Groups you asked to join"),
    "directory.LeadershipView": _("What you said about who leads a group"),
    "directory.Location": _("Places in the directory"),
    "directory.MergeProposal": _("Records you said are the same"),
    "directory.Mistake": _("Mistakes you told us about"),
    "directory.NotTheSame": _("Records you said are two different things"),
    "directory.Organization": _("Groups and services in the directory"),
    "directory.Origin": _("Where a record comes from"),
    "directory.Revision": _("Changes you proposed to the directory"),
    "directory.Service": _("What groups and services offer"),
    "directory.Space": _("Rooms and spaces in the directory"),
    "directory.Suggestion": _("What you suggested for the directory"),
    "gatherings.Series": _("Gatherings that come again"),
    "mfa.Authenticator": _("Your passkeys and recovery codes"),
    "people.Block": _("People you blocked"),
    "people.Capability": _("What groups have seen of you: checks and training"),
    "people.Case": _("How a worry is looked after"),
    "people.CaseNote": _("Notes about how a worry is looked after"),
    "people.Confidence": _("Asking somebody outside about a worry"),
    "people.Conflict": _("Who must not look after a worry"),
    "people.Consent": _("What you agreed to"),
    "people.ContactWay": _("How and when to reach you"),
    "people.HelpedDeed": _("What somebody did for you at a table or on the phone"),
    "people.HelpingSession": _("When somebody helped you"),
    "people.Membership": _("Your groups"),
    "people.OnCallTurn": _("When you watch over worries"),
    "people.PersonalCode": _("Codes that let somebody help you"),
    "people.Profile": _("What you need to take part"),
    "people.Takeout": _("Files with everything of yours"),
    "people.Worry": _("What you are worried about"),
    "sessions.Session": _("Where you are signed in"),
    "talk.Card": _("What you told moderators"),
    "talk.Comment": _("What you wrote in conversations"),
    "talk.Decision": _("Decisions of moderators about what you wrote"),
    "talk.Thanks": _("Your thanks in conversations"),
    "talk.Thread": _("Conversations you began"),
}


def name_of(model: type[models.Model]) -> str:
    """The name of a kind of row in plain words; the model's own name where nobody gave it one yet."""
    return str(NAMES.get(model._meta.label) or capfirst(model._meta.verbose_name_plural))
