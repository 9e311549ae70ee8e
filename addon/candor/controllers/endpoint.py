import functools

from odoo.http import route

from ..wire.refusal import Refused


def endpoint(path, *, auth="user", save_session=False):
    """A route of Candor: a POST; a refusal is an ordinary answer with a code, never a traceback.

    What the sidecar calls must not rotate the session that the browser holds.
    """

    def routed(method):
        @functools.wraps(method)
        def answer(*args, **kwargs):
            try:
                return method(*args, **kwargs)
            except Refused as refusal:
                return {"refused": refusal.code}

        # `readonly` would let a replica answer, which lags behind a revoked right.
        options = {"methods": ["POST"], "readonly": False, "save_session": save_session}
        return route(path, type="jsonrpc", auth=auth, **options)(answer)

    return routed
