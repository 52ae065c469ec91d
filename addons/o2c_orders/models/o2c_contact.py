from odoo import api, fields, models
from odoo.exceptions import UserError

from ..domain import contact_chain as chain

CHANNELS = [
    ("phone", "Phone"),
    ("email", "E-mail"),
    ("sms", "SMS"),
    ("letter", "Letter"),
    ("fax", "Fax"),
    ("visit", "Visit"),
    ("portal", "Portal"),
    ("chat", "Chat"),
    ("web", "Web form"),
]
PURPOSES = [
    ("order", "Order"),
    ("delivery", "Delivery"),
    ("invoicing", "Invoicing"),
    ("collection", "Collection"),
    ("complaint", "Complaint"),
    ("quality", "Quality check"),
    ("sales", "Sales"),
    ("other", "Other"),
]
# the order in which an entry's own text enters its digest is fixed by name
HASHED = (
    "partner_name",
    "person_name",
    "user_name",
    "direction",
    "channel",
    "purpose",
    "duration",
    "summary",
    "details",
    "outcome",
    "next_step",
    "source_key",
)


class O2cContact(models.Model):
    """One entry of the contact ledger: a contact with a customer, in or out.

    Append-only: nobody changes or deletes an entry, a correction is a new entry
    that points to the old one. Sealed by hash, see docs/adr/0003.
    """

    _name = "o2c.contact"
    _description = "Contact"
    _order = "at desc, id desc"
    _check_company_auto = True
    _rec_names_search = ["summary", "partner_name", "document_ids.name"]

    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    partner_id = fields.Many2one(
        "res.partner", "Customer", required=True, index=True, ondelete="restrict"
    )
    partner_name = fields.Char("Customer at the time", readonly=True)
    person_id = fields.Many2one(
        "res.partner", "Contact person", index="btree_not_null", ondelete="restrict"
    )
    person_name = fields.Char("Person at the time", readonly=True)
    user_id = fields.Many2one(
        "res.users",
        "Who",
        required=True,
        index=True,
        default=lambda self: self.env.user,
    )
    user_name = fields.Char("Who at the time", readonly=True)
    direction = fields.Selection(
        [("in", "From the customer"), ("out", "To the customer")],
        required=True,
        default="in",
    )
    channel = fields.Selection(CHANNELS, required=True, default="phone")
    purpose = fields.Selection(PURPOSES, required=True, default="order")
    at = fields.Datetime("When", required=True, default=fields.Datetime.now, index=True)
    duration = fields.Integer("Duration (minutes)")
    summary = fields.Char(required=True)
    details = fields.Text()
    outcome = fields.Char()
    next_step = fields.Char()
    next_date = fields.Date("Next step on")
    document_ids = fields.One2many("o2c.contact.document", "contact_id", "About")
    document_names = fields.Char("Documents", compute="_compute_document_names")
    corrects_id = fields.Many2one(
        "o2c.contact", index="btree_not_null", ondelete="restrict"
    )
    correction_ids = fields.One2many("o2c.contact", "corrects_id", "Corrected by")
    is_corrected = fields.Boolean(compute="_compute_is_corrected")
    recorded_at = fields.Datetime(readonly=True)
    source_key = fields.Char(readonly=True, help="What made this entry, once.")
    digest = fields.Char("Digest of the content", readonly=True)
    number = fields.Integer("Number in the chain", readonly=True)
    link = fields.Char("Link of the chain", readonly=True)

    _source_once = models.UniqueIndex(
        "(source_key) WHERE source_key IS NOT NULL", "This contact is recorded already."
    )
    _number_once = models.UniqueIndex(
        "(company_id, number) WHERE number > 0", "This number of the chain is taken."
    )
    _duration_sign = models.Constraint(
        "CHECK (duration >= 0)", "A contact cannot last less than no time."
    )

    @api.depends("summary", "partner_name")
    def _compute_display_name(self):
        for contact in self:
            contact.display_name = f"{contact.partner_name}: {contact.summary}"

    @api.depends("document_ids")
    def _compute_document_names(self):
        for contact in self:
            contact.document_names = ", ".join(contact.document_ids.mapped("name"))

    @api.depends("correction_ids")
    def _compute_is_corrected(self):
        for contact in self:
            contact.is_corrected = bool(contact.correction_ids)

    # ------------------------------------------------------------- the ledger
    @api.model
    def _log(self, partner, documents=(), **vals):
        """Enter one contact; with a ``source_key`` at most once, for ever.

        :param partner: the customer or one of its contact persons
        :param documents: the records it was about
        :param vals: other fields of the entry (``summary`` is needed)
        :return: the entry; empty when this ``source_key`` is in the ledger already
        """
        return self._log_all([(partner, documents, vals)])[0]

    @api.model
    def _log_all(self, contacts):
        """Enter many contacts at once, each as :meth:`_log` does.

        :param contacts: a list of (partner, documents, dict of other fields)
        :return: their entries in this order; empty ones for those in the ledger already
        """
        entries = self.sudo()  # the system records contacts of users without the right
        keys = [vals.get("source_key") for _partner, _documents, vals in contacts]
        known = set()
        if any(keys):
            domain = [("source_key", "in", [key for key in keys if key])]
            known = set(entries.search(domain).mapped("source_key"))
        new = [c for c, key in zip(contacts, keys, strict=True) if key not in known]
        made = iter(entries.create([self._prepare_entry_vals(*c) for c in new]))
        return [self.browse() if key in known else next(made) for key in keys]

    @api.model
    def _prepare_entry_vals(self, partner, documents, vals):
        customer = partner.commercial_partner_id
        return {
            "partner_id": customer.id,
            "person_id": (partner - customer).id,
            "user_id": self.env.uid,
            "document_ids": [
                fields.Command.create({"res_model": d._name, "res_id": d.id})
                for d in documents
            ],
            **vals,
        }

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._own_entry(vals)
        contacts = super().create(vals_list)
        for contact in contacts:
            contact._snapshot()
        return contacts

    def _own_entry(self, vals):
        """What no client decides: who writes the entry, when, and its hashes."""
        # set, not dropped: the context could bring defaults
        vals["recorded_at"] = fields.Datetime.now()
        vals.update(digest=False, number=0, link=False)
        if not self.env.su:
            vals.update(user_id=self.env.uid, source_key=False)

    def _snapshot(self):
        """Fix the names as they are now and the digest over the whole entry.

        Names, not ids, are hashed: merging two customers changes ids.
        """
        names = {
            "partner_name": self.partner_id.display_name,
            "person_name": self.person_id.name,
            "user_name": self.user_id.name,
        }
        # nobody may write an entry; this one is being made and has no digest yet
        entry = self.sudo()
        entry.write(names)
        entry.write({"digest": chain.digest(entry._content())})

    def _content(self):
        """The entry as plain JSON values, the way its digest covers it."""
        self.ensure_one()
        content = {name: self[name] or None for name in HASHED}
        moments = (self.at, self.recorded_at, self.next_date)
        content["moments"] = [m.isoformat() if m else None for m in moments]
        content["about"] = sorted(self.document_ids.mapped("name"))
        content["corrects"] = self.corrects_id.digest or None
        return content

    def write(self, vals):
        if any(self.mapped("digest")):
            raise UserError(
                self.env._("A contact cannot be changed. Enter a correction instead.")
            )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_never(self):
        raise UserError(self.env._("Contacts are never deleted."))

    def action_correct(self):
        """Open a new entry, filled as this one, that will correct it."""
        self.ensure_one()
        names = ["partner_id", "person_id", "company_id"]
        defaults = {f"default_{name}": self[name].id for name in names}
        for name in ("direction", "channel", "purpose", "at", "duration", "summary"):
            defaults[f"default_{name}"] = self[name]
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Correction"),
            "res_model": self._name,
            "view_mode": "form",
            "target": "new",
            "context": {**defaults, "default_corrects_id": self.id},
        }
