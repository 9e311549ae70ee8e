from odoo import models


class MailThread(models.AbstractModel):
    _inherit = "mail.thread"

    def message_subscribe(self, partner_ids=None, subtype_ids=None):
        """An activity subscribes its assignee; a reviewer must not follow every record he looks at."""
        if self.env.context.get("candor_no_follower"):
            return True
        return super().message_subscribe(partner_ids, subtype_ids)
