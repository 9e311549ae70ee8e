# Run by `odoo shell`: `env` is the superuser's environment. Prints `writes: {JSON}`.
import gc
import json
import time

PAIRS = 20
PARTNERS = 1000
BATCH = 100
EVENTS = ("insert", "update", "delete", "truncate")

cr = env.cr  # noqa: F821
partners = env(context={"tracking_disable": True})["res.partner"]  # noqa: F821


def switch(on):
    """Enable or disable every trigger of Candor's."""
    cr.execute("SELECT DISTINCT tgrelid::regclass::text FROM pg_trigger WHERE tgname = 'candor_insert'")
    for (table,) in cr.fetchall():
        for event in EVENTS:
            cr.execute(f"ALTER TABLE {table} {'ENABLE' if on else 'DISABLE'} TRIGGER candor_{event}")
    cr.execute("TRUNCATE candor_change")
    cr.commit()


def timed(work, batches):
    gc.collect()
    since = time.perf_counter()
    done = [work(batch) for batch in batches]
    env.flush_all()  # noqa: F821
    cr.commit()
    return time.perf_counter() - since, done


def change(batch):
    batch.write({"comment": "<p>Rings twice</p>", "phone": "+32 2 290 34 90"})
    batch.flush_recordset()


def measure(number):
    """Seconds that each kind of write took for all partners."""
    batches = [
        [
            {
                "name": f"Bench {number} {first + place}",
                "email": f"b{first + place}@example.com",
                "city": "Ghent",
            }
            for place in range(BATCH)
        ]
        for first in range(0, PARTNERS, BATCH)
    ]
    create, created = timed(partners.create, batches)
    write, _done = timed(change, created)
    unlink, _done = timed(lambda batch: batch.unlink(), created)
    return {"create": create, "write": write, "unlink": unlink}


found = {"with": [], "without": []}
for pair in range(PAIRS + 1):
    # Each goes first every other time: neither has the warmer caches or the fuller tables.
    for on in (True, False) if pair % 2 else (False, True):
        switch(on)
        seconds = measure(2 * pair + on)
        cr.execute("SELECT count(*) FROM candor_change")
        if bool(cr.fetchone()[0]) is not on:
            raise SystemExit("the triggers were not what they were switched to")
        if pair:
            found["with" if on else "without"].append(seconds)
switch(True)
print("writes: " + json.dumps(found))
