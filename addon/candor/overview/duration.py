"""How long ago and how long, in the reader's language."""

from datetime import timedelta

from babel.dates import format_timedelta

from odoo import fields
from odoo.tools.misc import babel_locale_parse


def ago(env, moment):
    """ "3 minutes ago", or False without a moment.

    :param moment: naive UTC datetime
    """
    if not moment:
        return False
    seconds = (fields.Datetime.now() - moment).total_seconds()
    return lasting(env, -max(1, seconds), add_direction=True)


def lasting(env, seconds, **options):
    """ "3 minutes"; `options` are Babel's."""
    locale = babel_locale_parse(env.lang or "en_US")
    return format_timedelta(timedelta(seconds=seconds), threshold=1.5, locale=locale, **options)
