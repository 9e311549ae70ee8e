# ruff: noqa: F821, E501 - names are those of odoo shell and of the scripts before; a row of data stays on one line
"""Equipment and requests to mend it."""

from datetime import date, datetime, timedelta

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
