"""The tables of people."""

from trellis.apps.people.models.membership import Membership

__all__ = ["Membership"]
