# ruff: noqa: F821, E501 - names are those of odoo shell and of the scripts before; a row of data stays on one line
"""Properties, each defined on a parent and filled on its records."""


def properties(parents, definition_field, children, values_field, of):
    """`of`: {label: (type, values)}; a selection's values are its labels."""
    names = {label: f"{draw.getrandbits(64):016x}" for label in of}
    for parent in parents:
        parent[definition_field] = [
            *(parent[definition_field] or []),
            *(
                {
                    "name": names[label],
                    "string": label,
                    "type": kind,
                    **(
                        {"selection": [[str(n), said] for n, said in enumerate(values)]}
                        if kind == "selection"
                        else {}
                    ),
                }
                for label, (kind, values) in of.items()
            ),
        ]
    for child in children.sorted("id"):
        filled = {}
        for label, (kind, values) in of.items():
            if draw.random() < 0.7:
                value = draw.choice(values)
                filled[names[label]] = str(values.index(value)) if kind == "selection" else value
        if filled:
            child[values_field] = filled


every = quiet(context={**quiet.context, "active_test": False})
teams = every["crm.team"].search([("name", "in", ["Sales", "Pre-Sales"])])
properties(
    teams, "lead_properties_definition", every["crm.lead"].search([("team_id", "in", teams.ids)]), "lead_properties",
    {
        "Referred By": ("char", ["Trade fair Cologne", "Ms. Okafor", "Newsletter of May", "Old customer", "Radio spot"]),
        "Floor Space (m²)": ("integer", [85, 140, 220, 360, 540, 1250]),
        "Buying Mood": ("selection", ["Just looking", "Comparing", "Ready to sign"]),
    },
)  # fmt: skip
office = ref("project.project_project_1").with_env(quiet)
properties(
    office, "task_properties_definition", every["project.task"].search([("project_id", "=", office.id)]), "task_properties",
    {
        "Handover Date": ("date", ["2027-01-22", "2027-02-12", "2027-03-05", "2027-03-26"]),
        "Building Wing": ("selection", ["North wing", "South wing", "Annex"]),
    },
)  # fmt: skip
goods = every["product.category"].search([("name", "in", ["Furniture", "Office", "Outdoor"])])
properties(
    goods, "product_properties_definition", every["product.template"].search([("categ_id", "in", goods.ids)]), "product_properties",
    {"Surface Finish": ("selection", ["Oiled", "Lacquered", "Raw"]), "Spare Parts Shelf": ("char", ["R-14", "R-22", "S-03", "T-41"])},
)  # fmt: skip
makes = every["fleet.vehicle.model"].search([])
makes = makes.filtered(lambda model: every["fleet.vehicle"].search_count([("model_id", "=", model.id)]))
properties(
    makes, "vehicle_properties_definition", every["fleet.vehicle"].search([]), "vehicle_properties",
    {"Tyre Storage": ("char", ["Rack 2", "Rack 5", "Dealer Kempen", "Basement B"]), "Has Tow Bar": ("boolean", [True, False])},
)  # fmt: skip
kinds = every["maintenance.equipment.category"].search([])
properties(
    kinds, "equipment_properties_definition", every["maintenance.equipment"].search([]), "equipment_properties",
    {"Power Supply": ("selection", ["230 V", "400 V", "Battery"]), "Asset Tag": ("char", ["T-0148", "T-0266", "T-0391", "T-0507", "T-0775"])},
)  # fmt: skip
