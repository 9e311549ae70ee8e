from odoo import api, fields, models

from ..wire import deployment


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    # Shown, never stored: what decides where cookies and text go is set where Odoo is started.
    # And `default_get` answers anybody who is logged in, so no secret has a field here.
    candor_sidecar_url = fields.Char("Address of the sidecar", compute="_compute_candor")
    candor_has_secret = fields.Boolean(compute="_compute_candor")
    candor_is_compiled = fields.Boolean(compute="_compute_candor")
    candor_contact_id = fields.Many2one(
        "res.partner",
        "Contact for questions about Candor",
        config_parameter="candor.contact_partner_id",
    )
    candor_reviewer_ids = fields.Many2many(
        "res.users",
        string="Reviewers",
        compute="_compute_candor_reviewers",
        inverse="_inverse_candor_reviewers",
        readonly=False,
        domain=[("share", "=", False)],
    )

    @api.model
    def _get_view(self, view_id=None, view_type="form", **options):
        arch, view = super()._get_view(view_id, view_type, **options)
        if view_type == "form" and not deployment.is_compiled():
            # A widget that no code registers breaks the whole page, for every other module too.
            for setting in arch.xpath("//setting[@id='candor_test']"):
                setting.getparent().remove(setting)
        return arch, view

    @api.depends_context("uid")
    def _compute_candor(self):
        for settings in self:
            settings.candor_sidecar_url = deployment.sidecar_url()
            settings.candor_has_secret = bool(deployment.shared_secrets())
            settings.candor_is_compiled = deployment.is_compiled()

    @api.depends_context("uid")
    def _compute_candor_reviewers(self):
        for settings in self:
            settings.candor_reviewer_ids = self.env.ref("candor.group_reviewer").user_ids

    def _inverse_candor_reviewers(self):
        for settings in self:
            self.env.ref("candor.group_reviewer").user_ids = settings.candor_reviewer_ids
        self.env["candor.review"]._look_after_soon()
