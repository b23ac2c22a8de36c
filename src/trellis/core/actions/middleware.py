"""Every request acts as the person who is signed in, or as somebody without an account."""

from django.conf import settings

from trellis.core.actions.context import acting


class ActingMiddleware:
    """Sets the actor; the session is read only when an action asks who is acting."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        def actor():
            if settings.SESSION_COOKIE_NAME not in request.COOKIES:
                return None
            user = getattr(request, "user", None)
            return user if user is not None and user.is_authenticated else None

        with acting(actor, channel="web"):
            return self.get_response(request)
