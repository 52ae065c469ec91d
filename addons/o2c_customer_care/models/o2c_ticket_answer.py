from odoo import api, fields, models

from ..domain import ticket as rules
from ..domain.ticket import Stage


class O2cTicket(models.Model):
    """Answering: the right text and the papers of the product, one click away."""

    _name = "o2c.ticket"
    _inherit = "o2c.ticket"

    addressee = fields.Char(compute="_compute_addressee")
    portal_link = fields.Char("Page of the customer", compute="_compute_portal_link")
    document_ids = fields.Many2many(
        "product.document",
        string="Documents of the product",
        compute="_compute_document_ids",
        help="Data sheets, certificates and manuals of the products it is about.",
    )

    @api.depends("person_id", "partner_id")
    def _compute_addressee(self):
        for ticket in self:
            ticket.addressee = ticket.person_id.name or ticket.partner_id.name

    def _compute_portal_link(self):
        for ticket in self:
            # the customer's page opens by its token, which the mail carries to him
            url = ticket.sudo().get_portal_url() if ticket.id else ""
            ticket.portal_link = f"{ticket.get_base_url()}{url}"

    def _products(self):
        """The products it is about, else those of its order."""
        # the papers are no secret, whoever may read the lines
        ticket = self.sudo()
        lines = ticket.order_line_ids.product_id | ticket.invoice_line_ids.product_id
        products = ticket.product_id | lines
        return products or ticket.order_id.order_line.product_id

    @api.depends("product_id", "order_line_ids", "invoice_line_ids", "order_id")
    def _compute_document_ids(self):
        products = {ticket: ticket._products() for ticket in self}
        every = self.env["product.product"].union(*products.values())
        found = self._documents_of(every)
        for ticket, own in products.items():
            keys = {("product.product", id_) for id_ in own.ids}
            keys |= {("product.template", id_) for id_ in own.product_tmpl_id.ids}
            ticket.document_ids = found.filtered(
                lambda d, keys=keys: (d.res_model, d.res_id) in keys
            )

    @api.model
    def _documents_of(self, products):
        return self.env["product.document"].search(
            [
                "|",
                "&",
                ("res_model", "=", "product.product"),
                ("res_id", "in", products.ids),
                "&",
                ("res_model", "=", "product.template"),
                ("res_id", "in", products.product_tmpl_id.ids),
            ]
        )

    def _answer_lang(self):
        """The language in which the customer is answered."""
        installed = {code for code, _name in self.env["res.lang"].get_installed()}
        person = self.person_id or self.partner_id
        wanted = (self.lang, person.lang, self.env.lang)
        return next((lang for lang in wanted if lang in installed), "en_US")

    # ------------------------------------------------------------- the screen
    def answer_choices(self):
        """What the menu “Answer” offers: canned answers and papers of the product.

        :return: ``{"answers": [{id, name}], "documents": [{id, name}]}``, the most
            exact answers first
        """
        self.ensure_one()
        self.check_access("read")
        answers = self.env["o2c.canned.answer"]._for_ticket(self)
        return {
            "answers": [{"id": a.id, "name": a.name} for a in answers],
            "documents": [{"id": d.id, "name": d.name} for d in self.document_ids],
        }

    def action_answer(self, answer_id=False, document_id=False):
        """Open a mail to the customer, with a canned answer or a paper in it."""
        self.ensure_one()
        self.check_access("read")
        customer = self._mail_get_partners()[self.id]
        context = {
            "default_model": self._name,
            "default_res_ids": self.ids,
            "default_composition_mode": "comment",
            "default_subtype_xmlid": "mail.mt_comment",
            "default_partner_ids": customer.ids,
            "default_subject": self.display_name,
            "default_o2c_next": self._usual_next(),
            "clicked_on_full_composer": True,
        }
        context.update(self._answer_text(answer_id), **self._answer_paper(document_id))
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Answer"),
            "res_model": "mail.compose.message",
            "view_mode": "form",
            "views": [(False, "form")],
            "target": "new",
            "context": context,
        }

    def _answer_text(self, answer_id):
        answer = self.env["o2c.canned.answer"].browse(answer_id).exists()
        if not answer:
            return {}
        answer.check_access("read")
        # how often a text helps is counted, whoever uses it
        answer.sudo().use_count += 1
        return {"default_body": answer._render_for(self)}

    def _answer_paper(self, document_id):
        document = self.document_ids.filtered(lambda d: d.id == document_id)
        if not document:
            return {}
        # a copy for the mail: the paper itself stays with the product
        copy = document.ir_attachment_id.sudo().copy(
            {
                "name": document.name,
                "res_model": "mail.compose.message",
                "res_id": 0,
                "res_field": False,
            }
        )
        return {"default_attachment_ids": copy.ids}

    def _usual_next(self):
        """Where a ticket goes, as a rule, when it was answered by mail."""
        may = rules.may_move(self._move_facts(Stage.ANSWERED)).ok
        return Stage.ANSWERED.value if may else "stay"

    def _go_next(self, stage):
        """Move those that may go to ``stage``; the others stay."""
        if stage in (Stage.ANSWERED.value, Stage.WAITING.value):
            target = Stage(stage)
            going = self.filtered(lambda t: rules.may_move(t._move_facts(target)).ok)
            going.write({"stage": stage})
