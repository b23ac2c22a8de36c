"""The roles there are. Each says in one sentence what it is for."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Role:
    """A role: its code, its name, and what holding it lets a person do."""

    code: str
    name: str
    purpose: str
    scoped: bool = False


ROLES = {
    role.code: role
    for role in (
        Role("keeper", _("Keeper"), _("Keeps the directory true: reviews and edits every record.")),
        Role(
            "editor",
            _("Editor"),
            _("Proposes changes to one organization and to what it offers."),
            scoped=True,
        ),
        Role("steward", _("Steward"), _("Gives and takes away roles.")),
        Role("guardian", _("Guardian"), _("Reads what people are worried about, and sees to it. Nobody else may.")),
        Role("moderator", _("Moderator"), _("Hides what breaks the rules, with a reason, and looks at appeals.")),
        Role("organizer", _("Organizer"), _("Helps people at a table or on the phone, in their name and with a reason.")),
    )
}


def role_choices() -> list[tuple[str, str]]:
    """Choices for a model field; a callable, so that a new role needs no migration."""
    return [(role.code, role.name) for role in ROLES.values()]
