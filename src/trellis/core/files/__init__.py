"""Stored files: pictures and PDF, known by what is in them, without the place where a photograph was taken.

    stored = keep(upload, owner=Ref.to(service), visibility="public", by=person, now=now)

    @file_rule("directory.service")
    def may_see_files_of_a_service(person, service, file) -> bool: ...

A file that is not public is encrypted, and shown only where the rule of its owner's kind says yes; without a rule, to nobody.
"""

from .access import file_rule, may_see_file
from .kinds import FileRefused
from .rotation import SealedFiles
from .storage import discard, keep, opened

__all__ = ["FileRefused", "SealedFiles", "discard", "file_rule", "keep", "may_see_file", "opened"]
