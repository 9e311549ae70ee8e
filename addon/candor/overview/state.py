"""Does it work now, is it whole, is it fresh, what is there to do: from the numbers of `candor.index`."""

from datetime import timedelta

from odoo import fields

#: A sidecar that was not heard of for so long is most likely down; it reports every minute at least.
SILENT_AFTER = timedelta(minutes=3)
#: A change that waits longer is not found as soon as it should be.
LATE_SECONDS = 10

STATES = [
    ("silent", "Sidecar not heard of"),
    ("trouble", "Needs attention"),
    ("building", "Being rebuilt"),
    ("behind", "Catching up"),
    ("fresh", "Up to date"),
]


def state_of(index):
    """One of STATES, the most urgent that is so."""
    if _is_silent(index):
        return "silent"
    if index.given_up or index.embedder_state == "down":
        return "trouble"
    if index.is_building:
        return "building"
    is_late = index.lag_seconds > LATE_SECONDS or index.waiting_bulk or index.waiting_vectors
    return "behind" if is_late else "fresh"


def advice_on(index):
    """What the manager can do, one sentence each, the most urgent first."""
    env = index.env
    if _is_silent(index):
        yield env._(
            "The sidecar isn't heard of. Changes wait in Odoo and none is lost. See that it runs, "
            "then test the connection in Settings → Candor."
        )
    if index.embedder_state == "down":
        yield env._(
            "The embedder doesn't answer, so records are found by their words only. See that it "
            "runs; what waits for it follows by itself."
        )
    if index.embedder_state == "none" and index.last_report:
        yield env._(
            "No embedder is set up, so records are found by their words only. The sidecar's "
            "CANDOR_EMBEDDER_URL names one."
        )
    if index.given_up:
        yield env._("Some records were given up. See below why, mend it, and retry.")


def _is_silent(index):
    return not index.last_report or fields.Datetime.now() - index.last_report > SILENT_AFTER
