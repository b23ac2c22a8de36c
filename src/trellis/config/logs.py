"""What the log says: never a query string, a person's words or an address of a reader."""

import logging

NOT_FOUND = 404
OF_THE_PROGRAM = (ImportError, AttributeError, NameError, SyntaxError)
"""Errors whose text speaks of the code. The text of any other may quote what somebody typed."""

OF_THE_PROGRAM_BY_NAME = {
    "OperationalError",
    "ProgrammingError",
    "ImproperlyConfigured",
    "TemplateDoesNotExist",
    "TemplateSyntaxError",
    "NoReverseMatch",
}


class RouteOnly(logging.Filter):
    """Names the page by its pattern instead of the address that was asked for; missing pages and foreign host names are no news."""

    def filter(self, record: logging.LogRecord) -> bool:
        if record.name == "django.security.DisallowedHost":
            return False
        if getattr(record, "status_code", None) == NOT_FOUND:
            return False
        request = getattr(record, "request", None)
        if request is not None and isinstance(record.args, tuple) and len(record.args) == 2:
            match = getattr(request, "resolver_match", None)
            route = f"/{match.route}" if match else "(no such page)"
            record.args = (record.args[0], route)
        return True


class WithoutWords(logging.Formatter):
    """Shows where an error happened and of what kind, and its text only when it can't quote a person."""

    def formatException(self, exc_info) -> str:  # noqa: N802 (the library's name)
        kind, error, trace = exc_info
        lines = ["Traceback (most recent call last):"]
        while trace is not None:
            code = trace.tb_frame.f_code
            lines.append(f'  File "{code.co_filename}", line {trace.tb_lineno}, in {code.co_name}')
            trace = trace.tb_next
        tells = isinstance(error, OF_THE_PROGRAM) or kind.__name__ in OF_THE_PROGRAM_BY_NAME
        lines.append(f"{kind.__module__}.{kind.__qualname__}" + (f": {error}" if tells else ""))
        return "\n".join(lines)


def logging_settings(*, debug: bool) -> dict:
    """Django's LOGGING: everything to standard error, where the host's own journal keeps it."""
    plain = {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {"route_only": {"()": RouteOnly}},
        "formatters": {"plain": plain if debug else {"()": WithoutWords, **plain}},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain", "filters": ["route_only"]}},
        "root": {"handlers": ["stderr"], "level": "WARNING"},
        "loggers": {
            "django": {"handlers": ["stderr"], "level": "WARNING", "propagate": False},
            "django.server": {"handlers": ["stderr"], "level": "WARNING", "propagate": False},
            "trellis": {"handlers": ["stderr"], "level": "INFO", "propagate": False},
        },
    }
