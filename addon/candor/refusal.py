"""A refusal is an ordinary answer with a code; it never carries a traceback or a name."""

import functools


class Refused(Exception):
    """Raised before anything was written; `code` is one of contract.ts ErrorCode or the panel's own."""

    def __init__(self, code):
        super().__init__(code)
        self.code = code


def answers_refusal(endpoint):
    """Turn a `Refused` of a route into `{"refused": code}`."""

    @functools.wraps(endpoint)
    def wrapper(*args, **kwargs):
        try:
            return endpoint(*args, **kwargs)
        except Refused as refusal:
            return {"refused": refusal.code}

    return wrapper
