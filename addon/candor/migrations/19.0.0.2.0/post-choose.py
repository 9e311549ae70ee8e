"""Sources read properties, and lists that stand in no form, as new ones do."""

from odoo import SUPERUSER_ID, api


def migrate(cr, version):
    """:param version: installed before; nothing where the addon is new"""
    if version:
        api.Environment(cr, SUPERUSER_ID, {})["candor.source"]._choose_what_is_new()
