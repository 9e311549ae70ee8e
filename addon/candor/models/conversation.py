from odoo import api, fields, models

from ..serving import suggestion
from ..serving.records import reader_of, rendered_whole
from ..wire import deployment
from ..wire.pointer import is_id
from ..wire.refusal import Refused


class CandorConversation(models.Model):
    """Turns of one person about one record or about anything."""

    _name = "candor.conversation"
    _description = "Candor conversation"
    _order = "id desc"

    user_id = fields.Many2one("res.users", required=True, readonly=True, index=True, ondelete="cascade")
    res_model = fields.Char(readonly=True)
    res_id = fields.Many2oneReference(model_field="res_model", readonly=True)
    turn_ids = fields.One2many("candor.turn", "conversation_id", readonly=True)

    def _compute_display_name(self):
        for conversation in self:
            conversation.display_name = self.env._("Conversation %(number)s", number=conversation.id)

    @api.model
    def _own(self, conversation_id):
        """One of the current user's, or none without an id.

        :raise Refused: not_allowed
        """
        if not conversation_id:
            return self.browse()
        if not is_id(conversation_id):
            raise Refused("not_allowed")
        own = self.search([("id", "=", conversation_id), ("user_id", "=", self.env.uid)])
        if not own:
            raise Refused("not_allowed")
        return own

    @api.model
    def _record_names(self, asked):
        """`{(model, id): name}` of what conversations or turns are about, as far as the user finds it now."""
        reader = reader_of(self.env)
        names = {}
        for model, about in asked.grouped("res_model").items():
            if model in self.env:
                ids = [res_id for res_id in about.mapped("res_id") if res_id]
                found = reader.find(model, ids, ids)
                names |= {(model, res_id): name for res_id, name in reader.names(model, found.ids).items()}
        return names

    @api.model
    def load(self, conversation_id):
        """One own conversation with its turns as they may be shown now, oldest first.

        :return: `{id, turns}`; see `candor.turn.serve`, and `about` of each turn is the record that was
            open, `{resModel, resId, name}` or False; without a name when he can't open it any more
        """
        if not self._is_allowed():
            return {"id": False, "turns": []}
        conversation = self.search([("id", "=", conversation_id), ("user_id", "=", self.env.uid)])
        turns = conversation.turn_ids.sorted("id")
        names = self._record_names(turns)
        abouts = {
            turn.id: {
                "resModel": turn.res_model,
                "resId": turn.res_id,
                "name": names.get((turn.res_model, turn.res_id), ""),
            }
            for turn in turns
            if turn.res_model
        }
        served = self.env["candor.turn"].serve(turns.ids)
        return {
            "id": conversation.id,
            "turns": [{**turn, "about": abouts.get(turn["id"], False)} for turn in served],
        }

    @api.model
    def panel_context(self):
        """What the panel needs to start; no secret."""
        # sudo: ir.config_parameter, res.partner - name and address of the contact the settings name
        parameter = self.env["ir.config_parameter"].sudo().get_param("candor.contact_partner_id")
        contact = self.env["res.partner"].sudo().browse(int(parameter or 0)).exists()
        allowed = self._is_allowed()
        shown = allowed and contact
        # Without an address a colleague is still reached in Discuss.
        is_colleague = any(not user.share and user != self.env.user for user in contact.user_ids)
        return {
            "allowed": allowed,
            "sidecar_url": deployment.sidecar_url() if allowed else "",
            "contact": {
                "name": contact.name,
                "email": contact.email or False,
                "chat_partner_id": is_colleague and not contact.email and contact.id,
            }
            if shown
            else False,
            "addon_version": deployment.addon_version(),
            "protocol": deployment.PROTOCOL,
            "is_manager": self.env.user.has_group("candor.group_manager"),
        }

    @api.model
    def suggestions(self, res_model, res_id):
        """Up to three questions that this record can answer to this person."""
        if not self._is_allowed():
            return []
        env = self.with_context(lang=self.env.lang or self.env.user.lang).env
        record = rendered_whole(env, res_model, res_id)
        return suggestion.questions(env, record)[:3] if record else []

    @api.model
    def _is_allowed(self):
        user = self.env.user
        return not user.share and user.has_group("candor.group_user")
