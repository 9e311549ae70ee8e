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

    def _init_messaging(self, store):
        """The counter of "AI review" comes with those of Odoo's own mailboxes."""
        result = super()._init_messaging(store)
        user = self.with_user(self)
        if user._has_reviews():
            counter = user.env["candor.review"].counter()
            store.add_global_values(aireview={"counter": counter, "id": "aireview", "model": "mail.box"})
        return result

    def _has_reviews(self):
        """Whether "AI review" has something for this person: he reviews, or a question of his is reviewed."""
        self.ensure_one()
        if self.has_group("candor.group_reviewer"):
            return True
        # sudo: candor.review - whether there is one
        reviews = self.env["candor.review"].sudo()
        return self.has_group("candor.group_user") and bool(
            reviews.search_count([("asker_id", "=", self.id)], limit=1)
        )
