"""Backups that can be trusted: made from one moment, checked when made and when restored, and forgetful of whoever was erased."""
