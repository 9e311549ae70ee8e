"""Groups of a field can't be set at run time, so the bench brings fields that have them."""

from odoo import fields, models


class BenchLeaksGrouped(models.AbstractModel):
    _name = "bench.leaks.grouped"
    _description = "Fields with access groups"

    bench_vault = fields.Char("Vault Code", groups="candor_bench_leaks.group_vault")
    bench_courier = fields.Char("Courier Company", groups="candor_bench_leaks.group_courier")
    bench_remark = fields.Text("Sealed Remark", groups="candor_bench_leaks.group_remark")


class CrmLead(models.Model):
    _name = "crm.lead"
    _inherit = ["crm.lead", "bench.leaks.grouped"]


class ProductTemplate(models.Model):
    _name = "product.template"
    _inherit = ["product.template", "bench.leaks.grouped"]


class ProjectTask(models.Model):
    _name = "project.task"
    _inherit = ["project.task", "bench.leaks.grouped"]


class ResPartner(models.Model):
    _name = "res.partner"
    _inherit = ["res.partner", "bench.leaks.grouped"]
