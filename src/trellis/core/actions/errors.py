"""Why an action did not happen."""


class ActionError(Exception):
    """An action that did not happen; nothing was changed."""


class NotFound(ActionError):
    """For this person the row does not exist, whether or not it does."""


class Refused(ActionError):
    """The person may not; `reason` is a sentence for them."""

    def __init__(self, reason):
        super().__init__(str(reason))
        self.reason = reason


class WrongState(ActionError):
    """The row is not, or is no longer, in a state from which this can be done."""

    def __init__(self, reason):
        super().__init__(str(reason))
        self.reason = reason
