"""What the sidecar reports of itself, as columns of `candor.index`."""

from odoo import fields


def columns(report):
    """:param report: see `candor.index._report`"""
    embedder, building = report.get("embedder"), report.get("building")
    values = {
        "last_report": fields.Datetime.now(),
        "sidecar_version": str(report.get("sidecarVersion") or ""),
        "sidecar_protocol": int(report.get("protocol") or 0),
        "chunk_count": int(report.get("chunks") or 0),
        "vector_count": int(report.get("vectors") or 0),
        "embedder_model": str(embedder.get("model") or "") if embedder else False,
        "embedder_state": "none" if not embedder else "ok" if embedder.get("ok") else "down",
        "is_building": bool(building),
    }
    for name, key in (("done", "done"), ("total", "total"), ("eta_seconds", "etaSeconds")):
        values[f"building_{name}"] = int((building or {}).get(key) or 0)
    return values


def reconciled_columns(reconciled):
    """:param reconciled: `{at, missing, extra, changed}`"""
    counts = {
        f"reconciled_{name}": int(reconciled.get(name) or 0) for name in ("missing", "extra", "changed")
    }
    return {
        "reconciled_at": str(reconciled.get("at")),
        "reconciled_date": fields.Datetime.now(),
        **counts,
    }
