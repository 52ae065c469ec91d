import base64

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..domain import target_file
from ..domain.target_file import FileError, Why
from ..explain import campaign as explain
from .target_match import match


class O2cCampaignImport(models.TransientModel):
    """A file of people to call: checked line by line, then put on the list."""

    _name = "o2c.campaign.import"
    _description = "Add to a campaign from a file"

    campaign_id = fields.Many2one(
        "o2c.campaign", required=True, domain="[('state', '!=', 'done')]"
    )
    file = fields.Binary(attachment=False)
    filename = fields.Char()
    mode = fields.Selection(
        [("all", "Nothing"), ("good", "The lines that are right")],
        "If lines are wrong, add",
        required=True,
        default="all",
    )
    state = fields.Selection(
        [("file", "File"), ("checked", "Checked")], default="file", required=True
    )
    line_ids = fields.One2many("o2c.campaign.import.line", "import_id", "Lines")
    good_count = fields.Integer("Right", compute="_compute_counts")
    bad_count = fields.Integer("Wrong", compute="_compute_counts")
    template = fields.Binary(compute="_compute_template")

    @api.depends("line_ids.error")
    def _compute_counts(self):
        for wizard in self:
            wrong = wizard.line_ids.filtered("error")
            wizard.bad_count = len(wrong)
            wizard.good_count = len(wizard.line_ids) - len(wrong)

    def _compute_template(self):
        self.template = base64.b64encode(target_file.template())

    # ------------------------------------------------------------- buttons
    def action_template(self):
        """Download the empty file with its titles."""
        self.ensure_one()
        name = self.env._("calls.csv")
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/{self._name}/{self.id}/template/{name}?download=true",
            "target": "download",
        }

    def action_check(self):
        """Read the file and show what each line means."""
        self.ensure_one()
        self._check_open()
        lines = self._read()
        self.line_ids.unlink()
        self.env["o2c.campaign.import.line"].create(self._judge(lines))
        self.state = "checked"
        return self._reopen()

    def action_again(self):
        """Choose another file."""
        self.ensure_one()
        self.line_ids.unlink()
        self.write({"state": "file", "file": False})
        return self._reopen()

    def action_import(self):
        """Put the lines that are right on the list; see ``mode``."""
        self.ensure_one()
        self._check_open()
        if self.bad_count and self.mode == "all":
            raise UserError(explain.lines_wrong(self.env, self.bad_count))
        good = self.line_ids.filtered(lambda line: not line.error)
        subjects = [line._subject() for line in good]
        found = self.campaign_id._pick(subjects, fields.Datetime.now(), "file")
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "message": explain.picks(self.env, found.values()),
                "type": "success",
                "next": {"type": "ir.actions.act_window_close"},
            },
        }

    # ------------------------------------------------------------- reading
    def _check_open(self):
        self.campaign_id.check_access("write")
        if self.campaign_id.state == "done":
            raise UserError(self.env._("“%s” is over.", self.campaign_id.name))

    def _read(self):
        if not self.file:
            raise UserError(self.env._("Choose a file first."))
        try:
            return target_file.read(base64.b64decode(self.file))
        except FileError as error:
            sentence = explain.file_refused(self.env, error.why, error.params)
            raise UserError(sentence) from error

    def _judge(self, lines):
        """The values of the lines to show: whom each means, or what is wrong."""
        meant = match(self.env, self.campaign_id.company_id, lines)
        subjects = [subject for subject, _why, _params in meant.values() if subject]
        judged = self.campaign_id._judge_picks(subjects, fields.Datetime.now())
        seen, found = {}, []
        for line in lines:
            subject, why, params = meant[line.number]
            if subject and subject in seen:
                why, params = Why.TWICE, {"line": seen[subject]}
            elif subject:
                seen[subject] = line.number
                why, params = self._refused(judged.get(subject))
            found.append(self._prepare_line_vals(line, subject, why, params))
        return found

    def _refused(self, judged):
        if not judged:
            return Why.UNKNOWN, {}
        _row, sentence = judged
        return (Why.NOT_CALLED, {"sentence": sentence}) if sentence else (None, {})

    def _prepare_line_vals(self, line, subject, why, params):
        _visit, order, customer = subject or (None, None, None)
        return {
            "import_id": self.id,
            "number": line.number,
            "text": ", ".join(line.values.values()),
            "order_id": order,
            "partner_id": customer,
            "error": explain.line_wrong(self.env, why, params) if why else False,
        }

    def _reopen(self):
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "target": "new",
            "name": self.env._("Add from a file"),
        }


class O2cCampaignImportLine(models.TransientModel):
    """One line of the file: whom it means, or what is wrong with it."""

    _name = "o2c.campaign.import.line"
    _description = "Line of a file of people to call"
    _order = "error, number"

    import_id = fields.Many2one(
        "o2c.campaign.import", required=True, ondelete="cascade"
    )
    number = fields.Integer("Line", readonly=True)
    text = fields.Char("In the file", readonly=True)
    order_id = fields.Many2one("sale.order", readonly=True)
    partner_id = fields.Many2one("res.partner", "Customer", readonly=True)
    error = fields.Char("What is wrong", readonly=True)

    def _subject(self):
        if self.order_id:
            return None, self.order_id.id, None
        return None, None, self.partner_id.id
