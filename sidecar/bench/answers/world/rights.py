# ruff: noqa: F821, E501, S311 - names are those of odoo shell and of the scripts before; a row of data stays on one line
"""What the answers bench adds to Odoo's demo data, as customers do: fields made in Studio, properties, more
records of modules that Candor doesn't know, planned activities, and rights that hide some of it.

Run once by the bench in `odoo shell`, as the superuser, after those modules. Dates are fixed: what is asked about
doesn't move with the day.
"""

import random

draw = random.Random(17)
quiet = env(context={"tracking_disable": True, "mail_activity_quick_update": True, "no_reset_password": True})
ref = env.ref


def keep(xmlid, record):
    """The record under an XML id of ours: questions name records by these."""
    env["ir.model.data"].create(
        {
            "module": "candor_world",
            "name": xmlid,
            "model": record._name,
            "res_id": record.id,
            "noupdate": True,
        }
    )
    return record


fleet_reader = keep("group_fleet_reader", env["res.groups"].create({"name": "Fleet: may look"}))
for model in (
    "",
    ".model",
    ".model.brand",
    ".model.category",
    ".tag",
    ".state",
    ".log.contract",
    ".odometer",
):
    env["ir.model.access"].create(
        {
            "name": f"fleet.vehicle{model} reader",
            "model_id": env["ir.model"]._get_id(f"fleet.vehicle{model}"),
            "group_id": fleet_reader.id,
            "perm_read": True,
        }
    )
for name, model, group, domain in (
    (
        "Vehicles of their own",
        "fleet.vehicle",
        ref("fleet.fleet_group_user"),
        "['|', ('manager_id', '=', user.id), ('manager_id', '=', False)]",
    ),
    (
        "Contracts of their own",
        "fleet.vehicle.log.contract",
        ref("fleet.fleet_group_user"),
        "[('user_id', '=', user.id)]",
    ),
    ("All vehicles", "fleet.vehicle", fleet_reader, "[(1, '=', 1)]"),
    ("All contracts", "fleet.vehicle.log.contract", fleet_reader, "[(1, '=', 1)]"),
):
    env["ir.rule"].create(
        {
            "name": name,
            "model_id": env["ir.model"]._get_id(model),
            "groups": [(4, group.id)],
            "domain_force": domain,
        }
    )

GROUPS = {
    "demo": ["fleet.fleet_group_user", "stock.group_stock_user", "event.group_event_user"],
    "demo_de": ["fleet.fleet_group_user", "stock.group_stock_user", "event.group_event_user"],
    "demo_es": [
        "fleet.fleet_group_user",
        "maintenance.group_equipment_manager",
        "stock.group_stock_user",
        "event.group_event_user",
    ],
    "purchaser": ["maintenance.group_equipment_manager", "stock.group_stock_user"],
    "finance": ["candor_world.group_fleet_reader"],
    "manager": ["event.group_event_registration_desk"],
}
user = {}
for login in ("admin", "demo", "demo_de", "demo_es", "purchaser", "finance", "manager"):
    user[login] = env["res.users"].search([("login", "=", login)])
    user[login].group_ids = [(4, ref(group).id) for group in GROUPS.get(login, [])]
