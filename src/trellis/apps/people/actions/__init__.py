"""Every write of people."""

from trellis.apps.people.actions.membership import join_group, leave_group, rename_in_group

__all__ = ["join_group", "leave_group", "rename_in_group"]
