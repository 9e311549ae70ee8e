/** A question is not proven: what Odoo says differs from what its writer says. */
export class Unproven extends Error {}
