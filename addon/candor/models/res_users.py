from odoo import api, models


class ResUsers(models.Model):
    """A reviewer who leaves leaves his reviews to another one; one who joins gets what waits."""

    _inherit = "res.users"

    @api.model_create_multi
    def create(self, vals_list):
        users = super().create(vals_list)
        self.env["candor.review"]._look_after_soon()
        return users

    def write(self, vals):
        result = super().write(vals)
        if {"active", "group_ids"} & set(vals):
            self.env["candor.review"]._look_after_soon()
        return result
