"""Ways in and out; an interface may show several apps, and never imports another interface."""
