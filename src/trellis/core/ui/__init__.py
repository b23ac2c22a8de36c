"""The design system: the page, the parts, the form pattern and the words of every screen."""
