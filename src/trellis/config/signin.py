"""Settings of signing in. settings.py takes over every name written in capitals here."""

SIGNIN_APPS: list[str] = []
SIGNIN_MIDDLEWARE: list[str] = []
