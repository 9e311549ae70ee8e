from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from ..models.review import OPEN
from ..serving.notice import notify


class CandorForget(models.TransientModel):
    """The administrator's dialog: what is stored of a person is deleted or handed to him, read by nobody."""

    _name = "candor.forget"
    _description = "Forget a person or a record"

    kind = fields.Selection(
        [("person", "What a person asked"), ("record", "What was said of a record")],
        "Forget",
        required=True,
        default="person",
    )
    user_id = fields.Many2one(
        "res.users", "Person", domain=[("share", "=", False)], context={"active_test": False}
    )
    record = fields.Reference(
        "_selection_record", help="A contact, an employee, a lead: whatever answers were made from."
    )
    question_count = fields.Integer("Questions", compute="_compute_counts")
    conversation_count = fields.Integer("Conversations", compute="_compute_counts")
    review_count = fields.Integer("Open reviews", compute="_compute_counts")

    @api.model
    def _selection_record(self):
        # sudo: candor.source - names of models
        sources = (
            self.env["candor.source"].sudo().with_context(active_test=False).search([("model", "!=", False)])
        )
        return [(source.model, source.model_id.name) for source in sources if source.model in self.env]

    @api.depends("kind", "user_id", "record")
    def _compute_counts(self):
        for wizard in self:
            turns = wizard._turns()
            wizard.question_count = len(turns)
            wizard.conversation_count = len(turns.conversation_id)
            wizard.review_count = len(turns.review_ids.filtered(lambda review: review.state in OPEN))

    def _turns(self):
        """The questions that are meant, in sudo: they are counted and deleted, and none is shown."""
        self._check_allowed()
        # sudo: candor.turn, candor.turn.mention, candor.turn.section - of others; counted, never read
        turns = self.env["candor.turn"].sudo()
        if self.kind == "person":
            return turns.search([("user_id", "=", self.user_id.id)]) if self.user_id else turns
        if not self.record:
            return turns
        pointed = [("res_model", "=", self.record._name), ("res_id", "=", self.record.id)]
        mentions = self.env["candor.turn.mention"].sudo().search(pointed)
        sections = self.env["candor.turn.section"].sudo().search(pointed)
        return turns.search(Domain("id", "in", (mentions.turn_id | sections.turn_id).ids) | Domain(pointed))

    def _check_allowed(self):
        user = self.env.user
        if not (user.has_group("candor.group_manager") or user.has_group("base.group_system")):
            raise AccessError(self.env._("Only an administrator can delete what others asked."))

    def action_forget(self):
        """Delete the questions that are meant with all that became of them; numbers stay."""
        self.ensure_one()
        turns = self._turns()
        if not turns:
            raise UserError(self.env._("Nothing is stored of this."))
        count, conversations = len(turns), turns.conversation_id
        turns.unlink()
        # One without a question left is nothing to find again.
        conversations.filtered(lambda conversation: not conversation.turn_ids).unlink()
        return self._told(self.env._("Deleted questions: %(count)s", count=count))

    def action_send_export(self):
        """Tell the person where he finds all that is stored of him."""
        self.ensure_one()
        self._check_allowed()
        user = self.user_id
        if self.kind != "person" or not user.active or not user.partner_id:
            raise UserError(self.env._("Choose a person who can sign in."))
        # As Odoo's own user: who asked for it need not be able to write to everybody.
        env = self.env(user=SUPERUSER_ID, context={"lang": user.lang})
        subject = env._("What Candor has stored of you")
        sentence = env._("You can download your questions and answers, as far as you may read them.")
        notify(env["mail.thread"], user, subject, sentence, "/candor/export", env._("Download"))
        return self._told(self.env._("%(name)s was sent a link to the export.", name=user.name))

    def _told(self, message):
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": message,
                "next": {"type": "ir.actions.act_window_close"},
            },
        }
