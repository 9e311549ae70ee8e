"""What is set where Odoo is started, never in a page: it decides where cookies and text go."""

import functools
import hashlib
import hmac
import os
from pathlib import Path

from odoo.modules.module import Manifest
from odoo.tools import config

#: Version of the wire between addon, panel and sidecar; one apart still works.
PROTOCOL = 2


def _setting(name):
    return (os.environ.get(name.upper()) or config.get(name) or "").strip()


def sidecar_url():
    """Public address of the sidecar as the browser sees it, or an empty string."""
    return _setting("candor_sidecar_url").rstrip("/")


def shared_secrets():
    """Secrets shared with the sidecar: the first signs, all verify."""
    return [secret.strip() for secret in _setting("candor_shared_secrets").split(",") if secret.strip()]


def verify(message, signature):
    """Whether `signature` is the hex HMAC-SHA256 of `message` under one of the shared secrets."""
    if not isinstance(signature, str) or not isinstance(message, str):
        return False
    given = signature.encode("utf-8", "replace")
    body = message.encode("utf-8", "replace")
    return any(
        hmac.compare_digest(hmac.new(secret.encode(), body, hashlib.sha256).hexdigest().encode(), given)
        for secret in shared_secrets()
    )


@functools.cache
def addon_version():
    return Manifest.for_addon("candor")["version"]


def is_compiled():
    """False in a checkout whose TypeScript was never compiled: nothing of the panel would show."""
    return any((Path(__file__).parents[1] / "static" / "src").rglob("*.js"))
