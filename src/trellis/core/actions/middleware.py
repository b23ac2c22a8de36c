"""Every request acts as the person who is signed in, as somebody without an account, or for a person who is being helped."""

from django.conf import settings

from trellis.core.actions import standing_in
from trellis.core.actions.context import acting


class ActingMiddleware:
    """Sets the actor; for browsers without a session nothing is read, and nobody is asked who is acting before an action does."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        has_session = settings.SESSION_COOKIE_NAME in request.COOKIES
        found = standing_in.opened(request) if has_session else None
        if found is not None:
            with acting(found.person, channel=found.channel, helper=found.helper, reason=found.reason):
                return self.get_response(request)

        def actor():
            if not has_session:
                return None
            user = getattr(request, "user", None)
            return user if user is not None and user.is_authenticated else None

        with acting(actor, channel="web"):
            return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        """While somebody stands in, only the pages that were opened for it answer."""
        if getattr(request, "standing_in", None) is None or standing_in.page_is_open(request.resolver_match.url_name):
            return None
        return standing_in.shut(request)
