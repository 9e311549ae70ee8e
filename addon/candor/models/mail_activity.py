from odoo import models
from odoo.exceptions import UserError


class MailActivity(models.Model):
    """The reminder of a review can't be used to end, hide or redirect the review itself."""

    _inherit = "mail.activity"

    def _candor_reviews(self):
        """Reviews that wait behind these activities."""
        kind = self.env.ref("candor.activity_type_review", raise_if_not_found=False)
        if not kind or not self.ids:
            return self.env["candor.review"].sudo()
        # sudo: candor.review - whoever may touch the activity need not see the review
        return (
            self.env["candor.review"]
            .sudo()
            .search([("activity_id", "in", self.ids), ("state", "=", "waiting")])
            .filtered(lambda review: review.activity_id.activity_type_id == kind)
        )

    def _action_done(self, feedback=False, attachment_ids=None):
        self._candor_refuse_open()
        return super()._action_done(feedback=feedback, attachment_ids=attachment_ids)

    def _candor_refuse_open(self):
        if self._candor_reviews():
            raise UserError(self.env._("Open the review and approve, correct or reject the answer first."))

    def write(self, vals):
        if self.env.su:
            return super().write(vals)
        self.check_access("write")
        reviews = self._candor_reviews()
        # Another record is fine: Odoo moves activities when it merges two records.
        if reviews and ("activity_type_id" in vals or not vals.get("active", True)):
            self._candor_refuse_open()
        if reviews and "user_id" in vals:
            new = self.env["res.users"].browse(vals["user_id"])
            reviews._hand_over(new)
            # Odoo would mail the new assignee and make him a follower.
            quietly = self.with_context(mail_activity_quick_update=True, candor_no_follower=True)
            return super(MailActivity, quietly).write(vals)
        return super().write(vals)

    def unlink(self):
        """A person can't cancel a review; where Odoo itself deletes, the review gets another reminder."""
        reviews = self._candor_reviews()
        if reviews and not self.env.su:
            self._candor_refuse_open()
        result = super().unlink()
        for review in reviews.exists():
            review._remind_again()
        return result
