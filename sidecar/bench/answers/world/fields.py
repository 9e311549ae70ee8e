# ruff: noqa: F821, E501 - names are those of odoo shell and of the scripts before; a row of data stays on one line
"""Fields as Studio makes them, with labels in three languages, on the form, filled on many records."""

from datetime import date

BUDGETS = [4500, 7800, 12500, 18000, 26400, 39900, 52000, 61750, 88000]
RIVALS = [
    "Nordhaus Interiors",
    "Möbelwerk Elbe",
    "Casa Taller",
    "Brightdesk Ltd",
    "Ofita Norte",
    "Atelier Brun",
]
DELIVERY = [
    "Ring at gate 4; the lift takes no more than 400 kg.",
    "Deliver before 7 a.m., the street is closed afterwards.",
    "Leave the pallets with the porter, his name is Wendell.",
    "Call the site manager half an hour ahead.",
    "Second floor without a lift, two people needed.",
    "Use the courtyard entrance on Mill Road.",
]
VISITORS = [
    "Visitors sign in at the tablet and wear a badge.",
    "Parking in bays 11 to 14, the barrier code is on the invitation.",
    "Safety shoes are needed beyond the red line.",
    "Ask for the receptionist on the third floor.",
    "Bring a passport; guards check it at the gate.",
]
ORIGINS = ["Black Forest", "Lapland", "Vermont", "Galicia", "Carpathians", "Småland"]
RISKS = [
    "The floor isn't level; the installers need shims.",
    "Paint delivery depends on a single supplier.",
    "Residents complained about drilling after 5 p.m.",
    "Drawings of the ceiling are older than the last conversion.",
    "Budget for cables is used up already.",
]

# (model, name, type, (English, German, Spanish), help, values, share filled, more); a selection's values are
# (key, (English, German, Spanish)).
FIELDS = [
    ("crm.lead", "temperature", "selection", ("Lead Temperature", "Lead-Temperatur", "Temperatura del prospecto"), "",
     [("cold", ("Cold", "Kalt", "Frío")), ("warm", ("Lukewarm", "Lauwarm", "Templado")),
      ("hot", ("Red-hot", "Heiß", "Muy caliente"))], 0.7, {}),
    ("crm.lead", "decision_date", "date", ("Decision Expected On", "Entscheidung erwartet am", "Decisión prevista el"),
     "Day on which the customer's board decides.",
     [date(2027, 1, 14), date(2027, 2, 3), date(2027, 2, 22), date(2027, 3, 9), date(2027, 4, 1), date(2027, 5, 18)], 0.6, {}),
    ("crm.lead", "main_competitor", "char", ("Main Competitor", "Hauptwettbewerber", "Competidor principal"), "", RIVALS, 0.5, {}),
    ("crm.lead", "budget_ceiling", "monetary", ("Budget Ceiling", "Budgetobergrenze", "Tope de presupuesto"),
     "The most that the customer has said to be able to spend.", BUDGETS, 0.6, {"currency_field": "company_currency"}),
    ("sale.order", "delivery_instructions", "text", ("Delivery Instructions", "Lieferhinweise", "Instrucciones de entrega"),
     "What the driver has to know.", DELIVERY, 0.6, {}),
    ("sale.order", "gift_wrapping", "boolean", ("Gift Wrapping", "Geschenkverpackung", "Envoltorio de regalo"), "",
     [True, False], 1, {}),
    ("sale.order", "po_received", "date", ("Customer PO Received On", "Kundenbestellung eingegangen am", "Pedido del cliente recibido el"),
     "", [date(2026, 9, 21), date(2026, 10, 6), date(2026, 10, 19), date(2026, 11, 2), date(2026, 11, 17)], 0.6, {}),
    ("sale.order", "warranty_months", "integer", ("Extended Warranty (Months)", "Garantieverlängerung (Monate)", "Garantía ampliada (meses)"),
     "", [12, 18, 24, 36, 60], 0.6, {}),
    ("res.partner", "loyalty_tier", "selection", ("Loyalty Tier", "Treuestufe", "Nivel de fidelidad"), "",
     [("bronze", ("Bronze", "Bronze", "Bronce")), ("silver", ("Silver", "Silber", "Plata")), ("gold", ("Gold", "Gold", "Oro")),
      ("platinum", ("Platinum", "Platin", "Platino"))], 0.7, {}),
    ("res.partner", "key_account_manager", "many2one", ("Key Account Manager", "Key-Account-Betreuer", "Gestor de cuenta clave"),
     "Who looks after the whole group of companies.", "res.users", 0.5, {"relation": "res.users"}),
    ("res.partner", "visitor_instructions", "text", ("Visitor Instructions", "Hinweise für Besucher", "Instrucciones para visitas"),
     "", VISITORS, 0.5, {}),
    ("product.template", "wood_origin", "char", ("Wood Origin", "Herkunft des Holzes", "Origen de la madera"), "", ORIGINS, 0.6, {}),
    ("product.template", "max_load", "float", ("Maximum Load (kg)", "Höchstlast (kg)", "Carga máxima (kg)"),
     "Weight that the piece carries when it is set up level.", [12.5, 40, 75, 110, 135.5, 250], 0.6, {}),
    ("product.template", "assembly_required", "boolean", ("Assembly Required", "Montage erforderlich", "Requiere montaje"), "",
     [True, False], 1, {}),
    ("project.task", "client_approval", "selection", ("Client Approval", "Kundenfreigabe", "Aprobación del cliente"), "",
     [("asked", ("Asked for", "Angefragt", "Solicitada")), ("given", ("Granted", "Erteilt", "Concedida")),
      ("refused", ("Turned down", "Abgelehnt", "Rechazada"))], 0.7, {}),
    ("project.task", "risk_note", "text", ("Risk Note", "Risikohinweis", "Nota de riesgo"), "", RISKS, 0.5, {}),
    ("project.task", "external_reviewer", "many2one", ("External Reviewer", "Externer Prüfer", "Revisor externo"),
     "Somebody outside the company who looks at the result.", "res.partner", 0.5, {"relation": "res.partner"}),
    ("fleet.vehicle", "fuel_card", "char", ("Fuel Card Number", "Tankkartennummer", "Número de tarjeta de combustible"), "",
     ["FC-20817", "FC-33905", "FC-41162", "FC-57730", "FC-60284", "FC-71519", "FC-88046", "FC-90371", "FC-95218"], 0.8, {}),
    ("fleet.vehicle", "last_inspection", "date", ("Last Inspection", "Letzte Hauptuntersuchung", "Última inspección técnica"),
     "Roadworthiness test by the authorities.",
     [date(2025, 5, 7), date(2025, 10, 23), date(2026, 1, 29), date(2026, 4, 16), date(2026, 8, 31)], 0.8, {}),
    ("fleet.vehicle", "insurance_excess", "monetary", ("Insurance Excess", "Selbstbeteiligung", "Franquicia del seguro"),
     "What we pay ourselves when there is damage.", [150, 300, 450, 750, 1000], 0.8, {"currency_field": "currency_id"}),
    ("maintenance.equipment", "safety_class", "selection", ("Safety Class", "Sicherheitsklasse", "Clase de seguridad"), "",
     [("a", ("A, no training", "A, ohne Unterweisung", "A, sin formación")), ("b", ("B, briefing", "B, Einweisung", "B, instrucción")),
      ("c", ("C, certificate", "C, Befähigungsnachweis", "C, certificado"))], 0.9, {}),
    ("maintenance.equipment", "noise_level", "float", ("Noise Level (dB)", "Geräuschpegel (dB)", "Nivel de ruido (dB)"), "",
     [38.5, 54, 67.2, 81, 92.5], 0.7, {}),
    ("maintenance.equipment", "service_partner", "many2one", ("Service Partner", "Servicepartner", "Socio de servicio"),
     "Who is called when our own people can't help.", "res.partner", 0.8, {"relation": "res.partner"}),
]  # fmt: skip


def in_all_languages(record, field, said):
    record.update_field_translations(field, {"en_US": said[0], "de_DE": said[1], "es_ES": said[2]})


env["ir.model.fields"].create(
    [
        {
            "model_id": env["ir.model"]._get_id(model),
            "name": f"x_studio_{name}",
            "ttype": kind,
            "field_description": label[0],
            "help": help_,
            "copied": True,
            **({"on_delete": "set null"} if kind == "many2one" else {}),
            **(
                {
                    "selection_ids": [
                        (0, 0, {"value": key, "name": said[0], "sequence": place})
                        for place, (key, said) in enumerate(values)
                    ]
                }
                if kind == "selection"
                else {}
            ),
            **more,
        }
        for model, name, kind, label, help_, values, _, more in FIELDS
    ]
)
companies = env["res.partner"].search([("is_company", "=", True)], order="id", limit=12)
# Nobody fills them for what isn't a customer, a piece of furniture or a task of a project.
MEANT = {
    "res.partner": [("user_ids", "=", False), ("employee_ids", "=", False), ("id", "not in", env["res.company"].search([]).partner_id.ids)],
    "product.template": [("type", "=", "consu"), ("categ_id", "child_of", ref("product.product_category_furniture").id)],
    "project.task": [("project_id", "!=", False)],
}  # fmt: skip
for model, name, kind, label, _, values, share, _ in FIELDS:
    field = env["ir.model.fields"]._get(model, f"x_studio_{name}")
    in_all_languages(field, "field_description", label)
    for chosen in field.selection_ids:
        in_all_languages(chosen, "name", dict(values)[chosen.value])
    if values == "res.users":
        values = [user[login].id for login in ("admin", "demo", "purchaser", "manager", "demo_es")]
    elif values == "res.partner":
        values = companies.ids
    elif kind == "selection":
        values = [key for key, _ in values]
    for record in quiet[model].with_context(active_test=False).search(MEANT.get(model, []), order="id"):
        if draw.random() < share:
            record.write({field.name: draw.choice(values)})

for model in dict.fromkeys(model for model, *_ in FIELDS):
    names = [f"x_studio_{name}" for of, name, *_ in FIELDS if of == model]
    fields = "".join(f'<field name="{name}"/>' for name in names)
    env["ir.ui.view"].create(
        {
            "name": f"Odoo Studio: {model}",
            "model": model,
            "inherit_id": env["ir.ui.view"].default_view(model, "form"),
            "priority": 99,
            "arch": f'<xpath expr="//sheet" position="inside"><group name="studio_group">{fields}</group></xpath>',
        }
    )
