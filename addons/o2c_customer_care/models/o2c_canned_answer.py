from functools import reduce

from markupsafe import Markup, escape

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain
from odoo.tools.rendering_tools import parse_inline_template

from .. import explain
from .o2c_ticket import KINDS

# what a text may say of a ticket; names only, so that nothing is given away
PLACEHOLDERS = frozenset(
    f"object.{path}"
    for path in (
        "addressee",
        "company_id.name",
        "invoice_id.name",
        "lot_id.name",
        "name",
        "number",
        "order_id.client_order_ref",
        "order_id.name",
        "partner_id.name",
        "person_id.name",
        "picking_id.name",
        "portal_link",
        "product_id.name",
        "team_id.name",
        "user_id.name",
    )
)


class O2cCannedAnswer(models.Model):
    """A text that answers what many customers ask, in each language."""

    _name = "o2c.canned.answer"
    _description = "Canned answer"
    _order = "sequence, name, id"
    _check_company_auto = True

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company", index=True, help="Empty: for all companies."
    )
    kind = fields.Selection(KINDS, help="Empty: for tickets of every kind.")
    reason_id = fields.Many2one(
        "o2c.ticket.reason",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        help="For this reason and those below it. Empty: for every reason.",
    )
    body = fields.Html("Text", required=True, translate=True, sanitize=True)
    placeholders = fields.Char("What may be filled in", compute="_compute_placeholders")
    use_count = fields.Integer("Times used", readonly=True, copy=False)

    def _compute_placeholders(self):
        names = ", ".join(f"{{{{ {name} }}}}" for name in sorted(PLACEHOLDERS))
        self.placeholders = names

    @api.constrains("body")
    def _check_placeholders(self):
        codes = [code for code, _name in self.env["res.lang"].get_installed()]
        for answer in self:
            for lang in codes:
                body = str(answer.with_context(lang=lang).body or "")
                wrong = _expressions(body) - PLACEHOLDERS
                if wrong:
                    raise ValidationError(explain.answer.unknown(answer, sorted(wrong)))

    @api.model
    def _for_ticket(self, ticket):
        """The answers that suit ``ticket``, the most exact ones first."""
        path = ticket.reason_id.parent_path or ""
        above = [int(id_) for id_ in path.split("/")[:-1]]
        domain = Domain.AND(
            [
                [("company_id", "in", [ticket.company_id.id, False])],
                [("kind", "in", [ticket.kind, False])],
                [("reason_id", "in", [*above, False])],
            ]
        )
        exactness = {id_: place for place, id_ in enumerate(above, start=1)}
        return self.search(domain).sorted(
            lambda a: (-exactness.get(a.reason_id.id, 0), not a.kind, -a.use_count)
        )

    def _render_for(self, ticket):
        """The text for ``ticket``, filled in, in the language of its customer."""
        self.ensure_one()
        lang = ticket._answer_lang()
        # only names of PLACEHOLDERS are filled in, whoever may read the documents
        record = ticket.sudo().with_context(lang=lang)
        body = str(self.with_context(lang=lang).body or "")
        return Markup().join(
            Markup(text) + escape(_value(record, expression) or default)
            for text, expression, default in parse_inline_template(body)
        )


def _value(record, expression):
    """What ``object.…`` says of the record; nothing for what may not be filled in."""
    expression = (expression or "").strip()
    if expression not in PLACEHOLDERS:
        return ""
    return reduce(lambda rec, name: rec[name], expression.split(".")[1:], record) or ""


def _expressions(body):
    template = parse_inline_template(body)
    found = (expression for _text, expression, _default in template)
    return {expression.strip() for expression in found if expression}
