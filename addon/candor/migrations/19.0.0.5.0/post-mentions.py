"""Of which records the answers speak that are stored already: once one is deleted, its words go."""

from odoo import SUPERUSER_ID, api

_AT_ONCE = 500


def migrate(cr, version):
    """:param version: installed before; nothing where the addon is new"""
    if not version:
        return
    env = api.Environment(cr, SUPERUSER_ID, {})
    cr.execute("SELECT id FROM candor_turn WHERE state = 'done' ORDER BY id")
    ids = [turn_id for (turn_id,) in cr.fetchall()]
    for start in range(0, len(ids), _AT_ONCE):
        for turn in env["candor.turn"].browse(ids[start : start + _AT_ONCE]):
            env["candor.turn.mention"]._note(turn)
        env.flush_all()
        env.invalidate_all()
