from odoo import api, fields, models
from odoo.exceptions import RedirectWarning


class MailActivityType(models.Model):
    """Without one of Candor's own no review could be reminded of, and no record's activities be read."""

    _inherit = "mail.activity.type"

    @api.model
    def _get_model_info_by_xmlid(self):
        own = ("candor.activity_type_review", "candor.activity_type_unassigned")
        kept = {xmlid: {"res_model": False, "unlink": False} for xmlid in own}
        return {**super()._get_model_info_by_xmlid(), **kept}


class MailActivity(models.Model):
    """The reminder of a review can't be used to end, hide or redirect the review itself."""

    _inherit = "mail.activity"

    candor_review_id = fields.Many2one(
        "candor.review",
        index="btree_not_null",
        readonly=True,
        copy=False,
        ondelete="cascade",
        groups="base.group_system",
    )

    def _candor_reviews(self):
        """Reviews that wait behind these activities."""
        # sudo: candor.review - whoever may touch the activity need not see the review
        return self.sudo().candor_review_id.filtered(lambda review: review.state not in ("nobody", "done"))

    def _candor_all(self):
        """Those of these activities that remind of a review, decided or not."""
        # sudo: mail.activity - whether it is one
        return self.filtered(lambda activity: activity.sudo().candor_review_id)

    def _action_done(self, feedback=False, attachment_ids=None):
        """Feedback on a review would be posted where the record's followers read it."""
        self._candor_refuse_open()
        reminders = self._candor_all()
        # sudo: mail.activity - one that reminds of nothing any more; no word of its feedback is kept
        reminders.sudo().write({"active": False})
        return super(MailActivity, self - reminders)._action_done(
            feedback=feedback, attachment_ids=attachment_ids
        )

    def _candor_refuse_open(self):
        reviews = self._candor_reviews()
        if reviews:
            action = {
                "type": "ir.actions.act_window",
                "res_model": "candor.review",
                "res_id": reviews[0].id,
                "views": [[False, "form"]],
                "target": "current",
            }
            raise RedirectWarning(
                self.env._(
                    "A review ends with a verdict: open it and approve, correct or reject the answer."
                ),
                action,
                self.env._("Open review"),
            )

    def write(self, vals):
        if self.env.su:
            result = super().write(vals)
            if {"active", "user_id", "activity_type_id", "res_id"} & set(vals) and self._candor_reviews():
                self.env["candor.review"]._look_after_soon()
            return result
        self.check_access("write")
        reviews = self._candor_reviews()
        # Another record is fine: Odoo moves activities when it merges two records.
        if reviews and ("activity_type_id" in vals or not vals.get("active", True)):
            self._candor_refuse_open()
        if "feedback" in vals and self._candor_all():
            vals = {name: value for name, value in vals.items() if name != "feedback"}
        if reviews and "user_id" in vals:
            reviews._hand_over(self.env["res.users"].browse(vals["user_id"]))
            # The review has changed its reminder; Odoo would mail the new assignee and make him a follower.
            vals = {name: value for name, value in vals.items() if name != "user_id"}
            quietly = self.with_context(mail_activity_quick_update=True, candor_no_follower=True).exists()
            return super(MailActivity, quietly).write(vals)
        return super().write(vals)

    def unlink(self):
        """A person can't cancel a review; where Odoo itself deletes, the review gets another reminder."""
        reviews = self._candor_reviews()
        if reviews and not self.env.su:
            self._candor_refuse_open()
        result = super().unlink()
        if reviews and not self.env.context.get("candor_mending"):
            self.env["candor.review"]._look_after_soon()
        return result
