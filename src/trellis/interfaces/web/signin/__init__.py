"""Signing in with an e-mailed code or a passkey, and the pages of one's own account."""
