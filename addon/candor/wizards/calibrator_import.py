import base64
import binascii

from odoo import fields, models
from odoo.exceptions import UserError

from ..models import calibrator


class CandorCalibratorImport(models.TransientModel):
    """The manager's dialog that takes a file of the sidecar's fit command."""

    _name = "candor.calibrator.import"
    _description = "Import a calibrator"

    file = fields.Binary(attachment=False)
    file_name = fields.Char()
    put_in_force = fields.Boolean("Use it from now on", default=True)

    def action_import(self):
        """Store the document of the file; with a fault nothing changes."""
        self.ensure_one()
        try:
            document = calibrator.read(base64.b64decode(self.file or b"", validate=True).decode())
        except (ValueError, binascii.Error):
            raise UserError(
                self.env._("This file can't be read as JSON. Choose the one that the fit command wrote.")
            ) from None
        calibrators = self.env["candor.calibrator"]
        version = document.get("version") if isinstance(document, dict) else None
        if isinstance(version, str) and calibrators.search_count([("version", "=", version)]):
            raise UserError(self.env._("There is a calibrator of this version already."))
        stored = calibrators.create({"parameters": document})
        if self.put_in_force:
            self.env.ref("candor.index_main").calibrator_id = stored
        return {"type": "ir.actions.client", "tag": "soft_reload"}
