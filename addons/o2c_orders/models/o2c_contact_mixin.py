from odoo import fields, models


class O2cContactMixin(models.AbstractModel):
    """The contacts about a document: count, list, and logging one by hand."""

    _name = "o2c.contact.mixin"
    _description = "Document with contacts"

    o2c_contact_ids = fields.Many2many(
        "o2c.contact", string="Contacts", compute="_compute_o2c_contact_ids"
    )
    o2c_contact_count = fields.Integer(
        "Contact count", compute="_compute_o2c_contact_ids"
    )

    def _compute_o2c_contact_ids(self):
        Document = self.env["o2c.contact.document"]
        found = {}
        if Document.has_access("read"):
            groups = Document._read_group(
                [("res_model", "=", self._name), ("res_id", "in", self.ids)],
                ["res_id"],
                ["contact_id:recordset"],
            )
            found = dict(groups)
        for record in self:
            contacts = found.get(record._origin.id, self.env["o2c.contact"])
            record.o2c_contact_ids = contacts._filtered_access("read").sorted()
            record.o2c_contact_count = len(record.o2c_contact_ids)

    def action_o2c_contacts(self):
        """Open the contacts about this document."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Contacts"),
            "res_model": "o2c.contact",
            "view_mode": "list,form",
            "domain": [("id", "in", self.o2c_contact_ids.ids)],
            "context": self._o2c_contact_defaults(),
        }

    def action_o2c_log_contact(self):
        """Open an empty contact about this document."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Log a contact"),
            "res_model": "o2c.contact",
            "view_mode": "form",
            "target": "new",
            "context": self._o2c_contact_defaults(),
        }

    def _o2c_contact_defaults(self):
        facts = self._o2c_contact_facts()
        documents = [
            fields.Command.create(
                {"res_model": d._name, "res_id": d.id, "name": d.display_name}
            )
            for d in facts["documents"]
        ]
        return {
            "default_company_id": facts["company"].id,
            "default_partner_id": facts["partner"].commercial_partner_id.id,
            "default_purpose": facts["purpose"],
            "default_document_ids": documents,
        }
