"""Odoo's own command line, from a file: in prefork mode it starts its bus by the name of this script."""

import odoo.cli

odoo.cli.main()
