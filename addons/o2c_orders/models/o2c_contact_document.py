from odoo import api, fields, models
from odoo.exceptions import UserError


class O2cContactDocument(models.Model):
    """A document that a contact was about; as permanent as the contact itself."""

    _name = "o2c.contact.document"
    _description = "Document of a contact"
    _order = "id"

    contact_id = fields.Many2one(
        "o2c.contact", required=True, index=True, ondelete="restrict"
    )
    res_model = fields.Char("Document type", required=True)
    res_id = fields.Many2oneReference(
        "Document", model_field="res_model", required=True
    )
    name = fields.Char(readonly=True, help="Its name when the contact was recorded.")

    _document_index = models.Index("(res_model, res_id)")
    _once = models.Constraint(
        "UNIQUE (contact_id, res_model, res_id)", "This document is listed already."
    )

    @api.model_create_multi
    def create(self, vals_list):
        ids = {}
        for vals in vals_list:
            ids.setdefault(vals["res_model"], []).append(vals["res_id"])
        for vals in vals_list:
            model = vals["res_model"]
            document = self.env[model].browse(vals["res_id"])
            document = document.with_prefetch(ids[model])
            document.check_access("read")
            # a document's name may need rights that its reader lacks (its customer)
            vals["name"] = document.sudo().display_name
            self._refuse_recorded(vals)
        documents = super().create(vals_list)
        documents._refresh_contacts()
        return documents

    def _refresh_contacts(self):
        """Have the documents read their contacts anew, within this transaction."""
        for name in set(self.mapped("res_model")):
            shown = {"o2c_contact_ids", "o2c_contact_count"} & self.env[
                name
            ]._fields.keys()
            self.env[name].invalidate_model(shown, flush=False)

    def _refuse_recorded(self, vals):
        contact = self.env["o2c.contact"].browse(vals.get("contact_id"))
        if contact.digest:
            raise UserError(
                self.env._("A contact cannot be changed. Enter a correction instead.")
            )

    def write(self, vals):
        if vals:
            raise UserError(
                self.env._("A contact cannot be changed. Enter a correction instead.")
            )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_never(self):
        raise UserError(self.env._("Contacts are never deleted."))

    def action_open(self):
        """Open the document, if it still exists and may be read."""
        self.ensure_one()
        document = self.env[self.res_model].browse(self.res_id).exists()
        if not document:
            raise UserError(self.env._("“%s” does not exist any more.", self.name))
        return document.get_formview_action()
