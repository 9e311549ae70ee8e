# ruff: noqa: F821, E501 - names are those of odoo shell and of the scripts before; a row of data stays on one line
"""Vehicles and their contracts; also whom the records of these scripts speak of."""

from datetime import date


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
