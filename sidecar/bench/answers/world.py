# ruff: noqa: F821, E501, S311 - `env` is what odoo shell gives; rows of data are read best on one line
"""What the answers bench adds to Odoo's demo data, as customers do: fields made in Studio, properties, more
records of modules that Candor doesn't know, planned activities, and rights that hide some of it.

Run once by the bench in `odoo shell`, as the superuser, after those modules. Dates are fixed: what is asked about
doesn't move with the day.
"""

import random
from datetime import date, datetime, timedelta

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


# ------------------------------------------------------------------------------------------ rights

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


# ------------------------------------------------------------------------------------------ records


def make(model, rows):
    """`{xmlid: values}` as records."""
    return {name: keep(name, quiet[model].create(values)) for name, values in rows.items()}


partner = {
    key: ref(f"base.{xmlid}").id
    for key, xmlid in {
        "azure": "res_partner_12",
        "gemini": "res_partner_3",
        "acme": "res_partner_2",
        "deco": "res_partner_2",
        "ready": "res_partner_4",
        "lumber": "res_partner_18",
        "wood": "res_partner_1",
    }.items()
}
people = env["res.partner"].search(
    [("parent_id", "!=", False), ("is_company", "=", False)], order="id", limit=24
)
state = {
    name: ref(f"fleet.{xmlid}").id
    for name, xmlid in {
        "registered": "fleet_vehicle_state_registered",
        "ordered": "fleet_vehicle_state_ordered",
        "new": "fleet_vehicle_state_new_request",
        "downgraded": "fleet_vehicle_state_downgraded",
    }.items()
}
golf, corolla, micra, focus, clio = (
    ref(f"fleet.model_{name}").id for name in ("golf_8", "corolla_ts", "micra", "focus", "clio")
)


def vehicle(model, plate, manager, driver, place, odometer, value, bought, **more):
    return {
        "model_id": model,
        "license_plate": plate,
        "manager_id": manager and user[manager].id,
        "driver_id": driver is not None and people[driver].id,
        "location": place,
        "odometer": odometer,
        "car_value": value,
        "acquisition_date": bought,
        "state_id": state["registered"],
        "company_id": env.company.id,
        **more,
    }


vehicles = make(
    "fleet.vehicle",
    {
        "vehicle_golf_hh": vehicle(
            golf,
            "HH-KB 2210",
            "demo_de",
            0,
            "Hamburg, Deck 3",
            41250,
            27900,
            date(2024, 3, 11),
            color="Moonstone grey",
            vin_sn="WVWZZZCDZPW118472",
            fuel_type="diesel",
            description="<p>Winter tyres are fitted from October to Easter. The boot liner stays in the car.</p>",
        ),
        "vehicle_corolla_bcn": vehicle(
            corolla,
            "4821 LMN",
            "demo_es",
            1,
            "Barcelona, Zona Franca",
            18760,
            31450,
            date(2025, 6, 2),
            color="Pearl white",
            vin_sn="SB1K93BE30E204117",
            fuel_type="full_hybrid",
            description="<p>Toll badge is behind the mirror. Hand the second key back to reception.</p>",
        ),
        "vehicle_focus_lds": vehicle(
            focus,
            "YK71 HVD",
            "demo",
            2,
            "Leeds, Wellington Place",
            63480,
            21800,
            date(2021, 11, 19),
            color="Desert Island blue",
            vin_sn="WF0NXXGCHNMB60314",
            fuel_type="gasoline",
            description="<p>Rear door sensor reports a fault when it rains; the garage found nothing.</p>",
        ),
        "vehicle_micra_gnt": vehicle(
            micra,
            "1-XTR-518",
            "admin",
            3,
            "Ghent, Dok Noord",
            9120,
            18250,
            date(2025, 9, 8),
            color="Passion red",
            vin_sn="VNVK1400263811945",
            fuel_type="gasoline",
        ),
        "vehicle_clio_par": vehicle(
            clio,
            "GX-407-RT",
            "admin",
            4,
            "Paris, Rue de Charonne",
            27340,
            19990,
            date(2023, 4, 27),
            color="Celadon blue",
            vin_sn="VF1RJA00869127754",
            fuel_type="gasoline",
            description="<p>Reserved for the fitting crew from Monday to Thursday.</p>",
        ),
        "vehicle_golf_new": vehicle(
            golf,
            "B-CV 731",
            "demo",
            None,
            "Berlin, Tempelhof",
            35,
            33600,
            date(2026, 10, 5),
            state_id=state["ordered"],
            fuel_type="plug_in_hybrid_diesel",
        ),
        "vehicle_corolla_old": vehicle(
            corolla,
            "1-KLM-264",
            "demo",
            5,
            "Namur",
            148900,
            24300,
            date(2018, 2, 14),
            state_id=state["downgraded"],
            color="Graphite",
            fuel_type="full_hybrid",
            description="<p>To be sold before the next inspection; clutch was replaced at 131,000 km.</p>",
        ),
    },
)


def contract(of, name, manager, insurer, cost, frequency, begins, ends, number, **more):
    return {
        "vehicle_id": vehicles[of].id,
        "name": name,
        "user_id": user[manager].id,
        "insurer_id": partner[insurer],
        "cost_generated": cost,
        "cost_frequency": frequency,
        "start_date": begins,
        "expiration_date": ends,
        "ins_ref": number,
        "company_id": env.company.id,
        **more,
    }


make(
    "fleet.vehicle.log.contract",
    {
        "contract_golf_hh": contract(
            "vehicle_golf_hh",
            "Full service leasing Hamburg",
            "demo_de",
            "azure",
            418.6,
            "monthly",
            date(2024, 3, 11),
            date(2028, 3, 10),
            "AZ-77120-L",
            notes="<p>30,000 km a year are included; each further one costs 9 cents.</p>",
        ),
        "contract_corolla_bcn": contract(
            "vehicle_corolla_bcn",
            "Seguro a todo riesgo Corolla",
            "demo_es",
            "gemini",
            1264.0,
            "yearly",
            date(2025, 6, 2),
            date(2027, 6, 1),
            "GF/2025/0931",
            notes="<p>Sin franquicia para lunas. Asistencia en toda Europa.</p>",
        ),
        "contract_focus_lds": contract(
            "vehicle_focus_lds",
            "Breakdown cover Leeds",
            "demo",
            "ready",
            23.75,
            "monthly",
            date(2025, 1, 15),
            date(2027, 1, 14),
            "RM-40418",
            notes="<p>Recovery within 60 minutes inside the ring road.</p>",
        ),
        "contract_clio_par": contract(
            "vehicle_clio_par",
            "Location longue durée Clio",
            "admin",
            "lumber",
            339.9,
            "monthly",
            date(2023, 4, 27),
            date(2027, 4, 26),
            "LUM-LLD-552",
        ),
        "contract_micra_gnt": contract(
            "vehicle_micra_gnt",
            "Omnium Micra",
            "admin",
            "azure",
            97.2,
            "monthly",
            date(2025, 9, 8),
            date(2029, 9, 7),
            "AZ-81344-O",
            notes="<p>Drivers below 25 pay a surcharge of 180 a year.</p>",
        ),
        "contract_corolla_old": contract(
            "vehicle_corolla_old",
            "Third-party cover Namur",
            "demo",
            "gemini",
            512.0,
            "yearly",
            date(2026, 2, 14),
            date(2027, 2, 13),
            "GF/2026/0118",
        ),
    },
)

category = {
    name: ref(f"maintenance.equipment_{name}").id for name in ("computer", "printer", "monitor", "phone")
}
category["workshop"] = keep(
    "category_workshop", env["maintenance.equipment.category"].create({"name": "Workshop Machines"})
).id


def location(place):
    """A place of ours in the warehouse, made where there is none."""
    stock = ref("stock.stock_location_stock")
    known = env["stock.location"].search([("name", "=", place), ("location_id", "=", stock.id)])
    return (known or env["stock.location"].create({"name": place, "location_id": stock.id})).id


def equipment(name, of, serial, owner, technician, vendor, cost, since, warranty, place, **more):
    return {
        "name": name,
        "category_id": category[of],
        "serial_no": serial,
        "equipment_assign_to": "employee" if owner and user[owner].employee_id else "other",
        "employee_id": owner and user[owner].employee_id.id,
        "technician_user_id": user[technician].id,
        "partner_id": partner[vendor],
        "cost": cost,
        "effective_date": since,
        "assign_date": since,
        "warranty_date": warranty,
        "location_id": location(place),
        **more,
    }


machines = make(
    "maintenance.equipment",
    {
        "machine_panel_saw": equipment(
            "Panel saw Altendorf",
            "workshop",
            "AF-45-90277",
            "demo",
            "purchaser",
            "wood",
            18900,
            date(2022, 5, 16),
            date(2027, 5, 15),
            "Hall A, bay 4",
            model="F 45 Elmo",
            partner_ref="WC-SAW-118",
            note="<p>Change the scoring blade after 400 cuts in laminate. Never run it without the riving knife.</p>",
        ),
        "machine_edge_bander": equipment(
            "Edge bander Kantelux",
            "workshop",
            "KX-2201-7",
            False,
            "demo_es",
            "wood",
            34250,
            date(2023, 9, 4),
            date(2026, 9, 3),
            "Hall A, bay 6",
            model="Kantelux 7",
            note="<p>Glue pot needs 12 minutes to heat up to 195 degrees.</p>",
        ),
        "machine_dust": equipment(
            "Dust extractor Nordfilt",
            "workshop",
            "NF-8830",
            False,
            "purchaser",
            "lumber",
            7480,
            date(2021, 2, 22),
            date(2025, 2, 21),
            "Hall A, roof",
            model="NF 8000",
            note="<p>Filter bags are counted as fire load: at most two may be stored in the hall.</p>",
        ),
        "machine_spray": equipment(
            "Spray booth Lackform",
            "workshop",
            "LF-0045",
            "demo_es",
            "demo_es",
            "azure",
            26700,
            date(2024, 7, 1),
            date(2029, 6, 30),
            "Hall B, east wall",
            model="Lackform 4x3",
        ),
        "machine_forklift": equipment(
            "Forklift Hebron",
            "workshop",
            "HB-15-3306",
            "demo",
            "admin",
            "ready",
            15300,
            date(2020, 10, 12),
            date(2023, 10, 11),
            "Loading dock 2",
            model="Hebron 1.5",
            note="<p>Only for people with a licence; the key hangs in the dispatcher's office.</p>",
        ),
        "machine_plotter": equipment(
            "Plotter Drawmax",
            "printer",
            "DM-36-1099",
            "demo_de",
            "purchaser",
            "gemini",
            4120,
            date(2025, 1, 20),
            date(2028, 1, 19),
            "Drawing office, 2nd floor",
            model="Drawmax 36",
        ),
        "machine_scanner": equipment(
            "Document scanner Foliant",
            "computer",
            "FO-771-22",
            "finance",
            "purchaser",
            "gemini",
            890,
            date(2025, 3, 3),
            date(2027, 3, 2),
            "Accounting, room 112",
            model="Foliant 60",
        ),
    },
)


def request(name, of, kind, priority, technician, owner, begins, hours, stage, text):
    return {
        "name": name,
        "equipment_id": machines[of].id,
        "maintenance_type": kind,
        "priority": priority,
        "user_id": user[technician].id,
        "employee_id": user[owner].employee_id.id,
        "schedule_date": begins,
        "schedule_end": datetime.fromisoformat(begins) + timedelta(hours=hours),
        "stage_id": ref(f"maintenance.stage_{stage}").id,
        "request_date": date(2026, 11, 9),
        "description": f"<p>{text}</p>",
    }


requests = make(
    "maintenance.request",
    {
        "request_blade": request(
            "Scoring blade is blunt",
            "machine_panel_saw",
            "corrective",
            "2",
            "purchaser",
            "demo",
            "2026-12-14 08:00:00",
            1.5,
            "0",
            "White laminate chips on the lower side. A new blade lies in drawer 3.",
        ),
        "request_yearly_saw": request(
            "Yearly inspection of the panel saw",
            "machine_panel_saw",
            "preventive",
            "1",
            "purchaser",
            "purchaser",
            "2027-02-08 07:30:00",
            6,
            "0",
            "The inspector from Wood Corner brings the laser; clear bay 5 the day before.",
        ),
        "request_glue": request(
            "Glue pot doesn't heat",
            "machine_edge_bander",
            "corrective",
            "3",
            "demo_es",
            "purchaser",
            "2026-12-02 13:00:00",
            3,
            "1",
            "Stays at 140 degrees. Thermostat was ordered under WC-9917.",
        ),
        "request_filter": request(
            "Replace the filter bags",
            "machine_dust",
            "preventive",
            "1",
            "purchaser",
            "purchaser",
            "2027-01-18 06:00:00",
            2.5,
            "0",
            "Six bags of type M; wear masks of class FFP3.",
        ),
        "request_booth": request(
            "Fan of the spray booth is loud",
            "machine_spray",
            "corrective",
            "2",
            "demo_es",
            "demo_es",
            "2026-12-09 09:00:00",
            4,
            "1",
            "A bearing seems worn. Ask Lackform whether the guarantee covers it.",
        ),
        "request_forks": request(
            "Forks bent",
            "machine_forklift",
            "corrective",
            "3",
            "admin",
            "demo",
            "2026-12-03 10:00:00",
            5,
            "1",
            "Bent by 2 cm on the left. Don't lift more than 600 kg until they are replaced.",
        ),
        "request_plotter": request(
            "Plotter prints streaks",
            "machine_plotter",
            "corrective",
            "1",
            "purchaser",
            "demo_de",
            "2026-12-11 14:00:00",
            1,
            "0",
            "Cyan head was cleaned twice without any effect.",
        ),
        "request_scanner": request(
            "Scanner feeds two sheets at once",
            "machine_scanner",
            "corrective",
            "1",
            "purchaser",
            "finance",
            "2026-12-16 09:30:00",
            0.5,
            "0",
            "Happens with thin delivery notes only. Rollers have 90,000 pages.",
        ),
    },
)


def event(name, host, begins, ends, place, seats, note, tickets):
    return {
        "name": name,
        "user_id": user[host].id,
        "organizer_id": env.company.partner_id.id,
        "address_id": partner[place],
        "date_begin": begins,
        "date_end": ends,
        "date_tz": "Europe/Brussels",
        "seats_limited": True,
        "seats_max": seats,
        "note": f"<p>{note}</p>",
        "company_id": env.company.id,
        "event_ticket_ids": [(0, 0, {"name": label, "seats_max": limit}) for label, limit in tickets],
    }


events = make(
    "event.event",
    {
        "event_workshop": event(
            "Joinery evening for architects",
            "demo",
            "2027-03-18 17:00:00",
            "2027-03-18 20:30:00",
            "azure",
            40,
            "Bring flat shoes: the tour goes through the hall. Parking is behind gate C.",
            [("Architect", 30), ("Student", 10)],
        ),
        "event_training": event(
            "Assembly training for dealers",
            "demo_de",
            "2027-04-12 07:00:00",
            "2027-04-13 15:00:00",
            "gemini",
            16,
            "Two days, in German. Each team builds a sit-stand desk and takes the checklist home.",
            [("Dealer", 16)],
        ),
        "event_feria": event(
            "Jornada de mobiliario sostenible",
            "demo_es",
            "2027-05-20 08:00:00",
            "2027-05-20 16:00:00",
            "lumber",
            120,
            "Interpretación simultánea al inglés. El catering es vegetariano.",
            [("General", 90), ("Prensa", 30)],
        ),
        "event_audit": event(
            "Supplier day",
            "admin",
            "2027-06-08 07:30:00",
            "2027-06-08 14:00:00",
            "ready",
            25,
            "By invitation only. The agenda is sent a week before.",
            [("Supplier", 25)],
        ),
    },
)
for number, (of, who) in enumerate(
    [
        ("event_workshop", 6),
        ("event_workshop", 7),
        ("event_training", 8),
        ("event_feria", 9),
        ("event_feria", 10),
    ]
):
    keep(
        f"registration_{number}",
        quiet["event.registration"].create(
            {
                "event_id": events[of].id,
                "event_ticket_id": events[of].event_ticket_ids[0].id,
                "partner_id": people[who].id,
                "name": people[who].name,
                "email": people[who].email,
            }
        ),
    )

product = {
    name: ref(f"product.{xmlid}").id
    for name, xmlid in {
        "desk": "product_product_3",
        "cabinet": "product_product_6",
        "chair": "product_delivery_01",
        "lamp": "product_delivery_02",
        "storage": "product_product_7",
        "drawer": "product_product_16",
        "acoustic": "product_product_25",
    }.items()
}


def repair(item, customer, technician, planned, warranty, notes):
    return {
        "product_id": product[item],
        "product_qty": 1,
        "partner_id": partner[customer],
        "user_id": user[technician].id,
        "schedule_date": planned,
        "under_warranty": warranty,
        "internal_notes": f"<p>{notes}</p>",
        "company_id": env.company.id,
    }


repairs = make(
    "repair.order",
    {
        "repair_desk": repair(
            "desk",
            "gemini",
            "demo",
            "2026-12-10 08:00:00",
            True,
            "Left leg wobbles since the move. Customer wants it back before the Christmas party.",
        ),
        "repair_chair": repair(
            "chair",
            "azure",
            "demo_de",
            "2026-12-15 09:00:00",
            False,
            "Gas spring sinks. Quote 48 euros before anything is ordered.",
        ),
        "repair_lamp": repair(
            "lamp",
            "ready",
            "demo",
            "2027-01-12 10:00:00",
            False,
            "Dimmer hums below 30 percent; socket is the old type with a screw.",
        ),
        "repair_storage": repair(
            "storage",
            "lumber",
            "demo_es",
            "2027-01-19 08:30:00",
            True,
            "Hinge tore out of the side panel. Send the spare panel in oak, not in beech.",
        ),
        "repair_drawer": repair(
            "drawer",
            "wood",
            "demo_es",
            "2027-01-26 13:00:00",
            False,
            "Runner is bent, lock turns freely. Key number is 417.",
        ),
        "repair_acoustic": repair(
            "acoustic",
            "gemini",
            "demo_de",
            "2027-02-02 07:00:00",
            True,
            "Fabric has come off at two corners. Photograph the damage for the supplier first.",
        ),
    },
)

# What a module made without an XML id gets one, so that a question can name it.
for model in ("fleet.vehicle", "fleet.vehicle.log.contract", "maintenance.equipment", "maintenance.request",
              "event.event", "event.registration", "repair.order", "mail.activity", "crm.lead", "sale.order", "project.task",
              "product.template", "res.partner"):  # fmt: skip
    found = env[model].with_context(active_test=False).search([])
    for record_id, names in found._get_external_ids().items():
        if not names:
            keep(f"{model.replace('.', '_')}_{record_id}", env[model].browse(record_id))

# ------------------------------------------------------------------------------------------ fields as Studio makes them

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

# ------------------------------------------------------------------------------------------ properties


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

# ------------------------------------------------------------------------------------------ activities


def plan(number, record, kind, summary, login, day, note=""):
    keep(
        f"activity_{number}",
        quiet["mail.activity"].create(
            {
                "res_model_id": env["ir.model"]._get_id(record._name),
                "res_id": record.id,
                "activity_type_id": ref(f"mail.mail_activity_data_{kind}").id,
                "summary": summary,
                "user_id": user[login].id,
                "date_deadline": day,
                "note": note and f"<p>{note}</p>",
            }
        ),
    )


for number, planned in enumerate(
    [
        (vehicles["vehicle_golf_hh"], "todo", "Book the tyre change", "demo_de", date(2027, 3, 29)),
        (
            vehicles["vehicle_corolla_bcn"],
            "call",
            "Ask the garage about the recall",
            "demo_es",
            date(2027, 1, 11),
        ),
        (
            vehicles["vehicle_focus_lds"],
            "todo",
            "Get a quote for the door sensor",
            "demo",
            date(2026, 12, 18),
            "Two garages at least.",
        ),
        (vehicles["vehicle_corolla_old"], "email", "Advertise it for sale", "demo", date(2027, 1, 8)),
        (vehicles["vehicle_clio_par"], "meeting", "Hand over to the fitting crew", "admin", date(2027, 2, 1)),
        (machines["machine_panel_saw"], "todo", "Order scoring blades", "purchaser", date(2026, 12, 21)),
        (machines["machine_edge_bander"], "call", "Chase the thermostat", "demo_es", date(2026, 12, 4)),
        (
            machines["machine_spray"],
            "meeting",
            "Acceptance with the fire brigade",
            "demo_es",
            date(2027, 1, 27),
        ),
        (requests["request_forks"], "call", "Ask for a loan truck", "demo", date(2026, 12, 7)),
        (requests["request_filter"], "todo", "Check the stock of masks", "purchaser", date(2027, 1, 13)),
        (
            requests["request_plotter"],
            "email",
            "Send test prints to the vendor",
            "purchaser",
            date(2026, 12, 22),
        ),
        (events["event_workshop"], "todo", "Print the name badges", "demo", date(2027, 3, 15)),
        (
            events["event_workshop"],
            "call",
            "Confirm the caterer",
            "demo",
            date(2027, 3, 4),
            "Vegetarian for nine.",
        ),
        (events["event_training"], "email", "Send the hotel list to dealers", "demo_de", date(2027, 3, 22)),
        (events["event_feria"], "meeting", "Briefing of the interpreters", "demo_es", date(2027, 5, 17)),
        (repairs["repair_desk"], "call", "Tell the customer the pickup time", "demo", date(2026, 12, 9)),
        (repairs["repair_storage"], "todo", "Cut the spare panel", "demo_es", date(2027, 1, 14)),
        (repairs["repair_acoustic"], "email", "Send photos to the supplier", "demo_de", date(2027, 1, 29)),
    ]
):
    plan(number, *planned)

# ------------------------------------------------------------------------------------------ sources of Candor

Source = env["candor.source"].with_context(active_test=False)
for place, model in enumerate(
    (
        "fleet.vehicle",
        "fleet.vehicle.log.contract",
        "maintenance.equipment",
        "maintenance.request",
        "event.event",
        "repair.order",
    )
):
    if not Source.search([("model", "=", model)]):
        Source.create({"model_id": env["ir.model"]._get_id(model), "sequence": 200 + place})
# A manager adds new fields to a source that he has; a source made later takes them from the form.
for model in dict.fromkeys(model for model, *_ in FIELDS):
    Source.search([("model", "=", model)]).field_ids = [
        (4, env["ir.model.fields"]._get(model, f"x_studio_{name}").id)
        for of, name, *_ in FIELDS
        if of == model
    ]
env.cr.commit()
